using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kris.Browser.Faults.Inputs;

/// <summary>A call as the API describes it, filled in so that Kris would take it.</summary>
internal sealed record Call(HttpMethod Method, string Path, string Body, string Type = "application/json");

/// <summary>
/// Every call that the API says it takes, read from its own description: a call that is added later is mutated too.
/// </summary>
internal sealed class ApiShapes(JsonNode description, Guid incident)
{
    public const string Address = "/api/v1/openapi.json";

    /// <summary>Stands for a new key wherever it is found.</summary>
    public const string Key = "@";

    private const int Deepest = 6;
    private const string Bytes = "application/octet-stream";

    // The smallest file that is taken, from which spoiling makes all sorts.
    private const string File = "%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n";

    public IReadOnlyList<Call> Calls()
    {
        var calls =
            from path in description["paths"]!.AsObject()
            from verb in path.Value!.AsObject()
            where verb.Key is "get" or "put" or "post" or "delete" or "patch"
            select Of(path.Key, verb.Key, verb.Value!.AsObject());
        return [.. calls];
    }

    private Call Of(string path, string verb, JsonObject call)
    {
        var address = path.Replace("{id}", incident.ToString(), StringComparison.Ordinal)
            .Replace("{key}", Key, StringComparison.Ordinal);
        while (address.IndexOf('{', StringComparison.Ordinal) is var from and >= 0)
            address = $"{address[..from]}1{address[(address.IndexOf('}', from) + 1)..]}";
        address += Query(call["parameters"]?.AsArray() ?? []);
        var body = call["requestBody"]?["content"];
        if (body?[Bytes] is not null)
            return new Call(HttpMethod.Parse(verb), address, File, Bytes);
        var schema = body?["application/json"]?["schema"];
        return new Call(
            HttpMethod.Parse(verb), address, schema is null ? "" : Example(schema, "", 0)!.ToJsonString());
    }

    private string Query(JsonArray parameters)
    {
        var asked = parameters.Where(parameter => (string?)parameter!["in"] == "query")
            .Select(parameter => $"{parameter!["name"]}={Example(parameter["schema"], "", 0)}");
        var query = string.Join('&', asked);
        return query.Length == 0 ? "" : $"?{query}";
    }

    private JsonNode? Example(JsonNode? schema, string name, int depth)
    {
        if (schema is null || depth > Deepest)
            return null;
        if ((string?)schema["$ref"] is { } reference)
            return Example(description["components"]!["schemas"]![reference.Split('/')[^1]], name, depth + 1);
        foreach (var choice in new[] { "oneOf", "anyOf", "allOf" })
        {
            if (schema[choice] is JsonArray options)
                return Example(options.LastOrDefault(option => (string?)option!["type"] != "null"), name, depth + 1);
        }

        if (schema["enum"] is JsonArray { Count: > 0 } codes)
            return codes.First(code => code is not null)!.DeepClone();
        return Type(schema) switch
        {
            "integer" or "number" => 1,
            "boolean" => false,
            "array" => new JsonArray(Example(schema["items"], name, depth + 1)),
            "object" => Filled(schema, depth),
            _ => Text((string?)schema["format"], name),
        };
    }

    private JsonObject Filled(JsonNode schema, int depth)
    {
        var filled = new JsonObject();
        foreach (var (name, property) in schema["properties"]?.AsObject() ?? [])
            filled[name] = Example(property, name, depth + 1);
        return filled;
    }

    // A type may be one word or several, of which "null" says nothing.
    private static string? Type(JsonNode schema) => schema["type"] switch
    {
        JsonArray several => (string?)several.FirstOrDefault(type => (string?)type != "null"),
        JsonValue one when one.GetValueKind() is JsonValueKind.String => (string?)one,
        _ => schema["properties"] is null ? null : "object",
    };

    private string Text(string? format, string name) => format switch
    {
        "uuid" when name is "key" => Key,
        "uuid" => incident.ToString(),
        "date-time" => "2026-03-01T14:05:00Z",
        _ => "Läckan lagas",
    };
}
