using System.Text.Json.Nodes;
using Kris.Domain.Journal;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Kris.Web.Api;

/// <summary>What the API says of itself in OpenAPI: the codes with their words, times, and the ways in.</summary>
public static class ApiDescription
{
    public const string Address = "/api/v1/openapi.json";

    private const string About =
        """
        Incidents and their logs. Errors are problem+json with a Swedish `detail` that can be shown as it stands:
        400 malformed, 401 no login, 403 wrong duty, 404 unknown, 409 somebody was first or the key belongs to another
        request, 413 too large, 422 refused by a rule, 429 too many calls, 503 the database is away. Every write carries
        a key that the caller makes; asking again under the same key is always safe.

        A field that Kris does not know is refused with 400, and `unknownField` has its name: what was to be secret and
        was spelt wrong is not written open. So is a parameter in the address that the call does not take, or that
        stands there twice (`unknownParameter`): a filter that was spelt wrong would be none.

        A person's call has the cookie, the header `X-Kris: 1` and an Origin of Kris's own, and names its duty in
        `duty`: in the body, or in the address where there is none. A token has one duty.
        """;

    private static readonly Dictionary<string, IReadOnlyDictionary<string, string>> Texts = new()
    {
        ["channel"] = LineCodes.Channels,
        ["reliability"] = LineCodes.Reliabilities,
        ["horizon"] = LineCodes.Horizons,
        ["circle"] = ReadingRight.CircleNames,
    };

    public static void AddApiDescription(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.ShouldInclude = call => call.RelativePath?.StartsWith("api/v1/", StringComparison.Ordinal) is true;
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo { Title = "Kris", Version = "v1", Description = About };
            document.Servers = [];
            Secure(document);
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((call, context, _) =>
        {
            Complete(call, context);
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer((schema, context, _) =>
        {
            Describe(schema, context);
            return Task.CompletedTask;
        });
    });

    // What an endpoint reads of its address by itself is no argument, and a program is to know of it all the same.
    private static void Complete(OpenApiOperation call, OpenApiOperationTransformerContext context)
    {
        var metadata = new EndpointMetadataCollection(context.Description.ActionDescriptor.EndpointMetadata);
        var named = (call.Parameters ?? []).Select(parameter => parameter.Name ?? "").ToList();
        foreach (var name in KnownParameters.Of(metadata, []).Except(named, StringComparer.OrdinalIgnoreCase))
        {
            (call.Parameters ??= []).Add(new OpenApiParameter
            {
                Name = name,
                In = ParameterLocation.Query,
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            });
        }
    }

    private static void Describe(OpenApiSchema schema, OpenApiSchemaTransformerContext context)
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        if (type == typeof(DateTimeOffset))
        {
            schema.Type = JsonSchemaType.String;
            schema.Format = "date-time";
        }
        else if (ApiCodes.For(type) is { } codes)
        {
            Choose(schema, codes);
        }
        else if (context.JsonPropertyInfo is { } property && Texts.GetValueOrDefault(property.Name) is { } words)
        {
            Choose(schema, words.Select(word => (word.Key, word.Value)));
        }
    }

    private static void Choose(OpenApiSchema schema, IEnumerable<(string Code, string Swedish)> codes)
    {
        schema.Type = JsonSchemaType.String;
        schema.Enum = [.. codes.Select(row => (JsonNode)row.Code)];
        schema.Description = string.Join(", ", codes.Select(row => $"`{row.Code}` {row.Swedish}"));
    }

    private static void Secure(OpenApiDocument document)
    {
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
        {
            ["bearer"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer" },
            ["cookie"] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Cookie,
                Name = "kris",
            },
        };
        document.Security =
        [
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("bearer", document)] = [] },
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("cookie", document)] = [] },
        ];
    }
}
