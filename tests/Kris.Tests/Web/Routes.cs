using System.Reflection;
using Kris.Web.Api;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;

namespace Kris.Tests.Web;

/// <summary>A way into the running program: a page, a call of the API or something of the framework's own.</summary>
public sealed record Route(string Method, string Pattern, bool IsPage, bool IsAnonymous, bool HasPolicy)
{
    /// <summary>What the body is read as, where there is one.</summary>
    public Type? Body { get; init; }

    public override string ToString() => $"{Method} {Pattern}";

    /// <summary>Every one that the program answers on, but for files.</summary>
    public static IReadOnlyList<Route> Of(WebApplication app) =>
    [
        .. app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is null)
            .Where(endpoint => endpoint.RoutePattern.RawText?.EndsWith(":file}", StringComparison.Ordinal) is not true)
            .SelectMany(Of)
            .DistinctBy(route => route.ToString())
            .OrderBy(route => route.ToString(), StringComparer.Ordinal),
    ];

    private static IEnumerable<Route> Of(RouteEndpoint endpoint)
    {
        var isPage = endpoint.Metadata.GetMetadata<ComponentTypeMetadata>() is not null;
        var methods = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["*"];
        // A page also takes the forms that it shows; who may see it is who may send them.
        return (isPage ? ["GET"] : methods).Select(method => new Route(
            method,
            "/" + endpoint.RoutePattern.RawText!.TrimStart('/'),
            isPage,
            endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null,
            endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Any(data => data.Policy is { Length: > 0 }))
        {
            Body = endpoint.Metadata.GetMetadata<MethodInfo>()?.GetParameters()
                .Select(parameter => parameter.ParameterType)
                .FirstOrDefault(typeof(ApiRequest).IsAssignableFrom),
        });
    }
}
