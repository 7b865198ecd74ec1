using System.Reflection;

namespace Kris.Web.Api;

/// <summary>Of an endpoint that reads more of its address than its arguments.</summary>
public sealed record AlsoTakes(params IReadOnlyList<string> Names);

/// <summary>
/// Refuses what stands in an address and the call does not take: a filter that was spelt wrong would be none, and the
/// answer more than was asked for (decision 0048).
/// </summary>
public static class KnownParameters
{
    /// <summary>In which duty a person asks; it is read before every call (<see cref="ApiGuard"/>).</summary>
    public const string Duty = "duty";

    public static void RefuseUnknownParameters(this RouteGroupBuilder api) => api.AddEndpointFilter((call, next) =>
        call.HttpContext.Request.Query.Count > 0 && Sentence(call.HttpContext) is var (name, sentence)
            ? RefuseAsync(call.HttpContext, name, sentence)
            : next(call));

    /// <summary>All that an endpoint takes in its address, besides its path.</summary>
    public static IEnumerable<string> Of(EndpointMetadataCollection metadata, IEnumerable<string> path)
    {
        var arguments = metadata.GetMetadata<MethodInfo>()?.GetParameters() ?? [];
        return arguments.Where(IsInAddress).Select(argument => argument.Name!)
            .Except(path, StringComparer.OrdinalIgnoreCase)
            .Concat(metadata.GetMetadata<AlsoTakes>()?.Names ?? [])
            .Append(Duty)
            .Distinct(StringComparer.OrdinalIgnoreCase);
    }

    private static (string Name, string Sentence)? Sentence(HttpContext context)
    {
        var endpoint = (RouteEndpoint)context.GetEndpoint()!;
        var known = Of(endpoint.Metadata, endpoint.RoutePattern.Parameters.Select(part => part.Name))
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, values) in context.Request.Query)
        {
            var shown = Problem.Shown(name);
            if (!known.Contains(name))
                return (shown, $"Parametern ”{shown}” finns inte här. Inget har gjorts. Kontrollera hur den stavas.");
            if (values.Count > 1)
                return (shown, $"Parametern ”{shown}” står mer än en gång. Inget har gjorts.");
        }

        return null;
    }

    private static async ValueTask<object?> RefuseAsync(HttpContext context, string name, string sentence)
    {
        const int status = StatusCodes.Status400BadRequest;
        await Problem.WriteAsync(context, status, sentence, (Problem.UnknownParameter, name));
        return TypedResults.Empty;
    }

    // Everything else that a handler is given is a body, the call itself or one of our own services.
    private static bool IsInAddress(ParameterInfo argument)
    {
        var type = Nullable.GetUnderlyingType(argument.ParameterType) ?? argument.ParameterType;
        return type == typeof(string) || (type.IsValueType && type != typeof(CancellationToken));
    }
}
