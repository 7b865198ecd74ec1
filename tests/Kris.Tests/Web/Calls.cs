using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Kris.Tests.Web;

/// <summary>What a call came back with.</summary>
public sealed record Answer(HttpStatusCode Status, JsonElement Body, string Raw, HttpResponseMessage Message)
{
    public int Code => (int)Status;

    public Guid Id => Body.GetProperty("id").GetGuid();

    public uint Version => Body.GetProperty("version").GetUInt32();

    public long Number => Body.GetProperty("number").GetInt64();

    /// <summary>The Swedish sentence of a refusal.</summary>
    public string Detail => Text("detail");

    public string Text(string name) => Body.GetProperty(name).GetString()!;
}

/// <summary>Calls as a program makes them.</summary>
public static class Calls
{
    public static Task<Answer> LookAsync(this HttpClient client, string path) =>
        client.CallAsync(HttpMethod.Get, path, content: null);

    public static Task<Answer> PostAsync(this HttpClient client, string path, object body) =>
        client.CallAsync(HttpMethod.Post, path, JsonContent.Create(body));

    public static Task<Answer> PutAsync(this HttpClient client, string path, object body) =>
        client.CallAsync(HttpMethod.Put, path, JsonContent.Create(body));

    public static Task<Answer> RawAsync(
        this HttpClient client, HttpMethod method, string path, string json, string type = "application/json") =>
        client.CallAsync(method, path, new StringContent(json, Encoding.UTF8, type));

    public static async Task<Answer> CallAsync(
        this HttpClient client, HttpMethod method, string path, HttpContent? content)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        var message = await client.SendAsync(request);
        var text = await message.Content.ReadAsStringAsync();
        var isJson = message.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) is true;
        var hasBody = method != HttpMethod.Head;
        return new Answer(message.StatusCode, isJson && hasBody ? JsonElement.Parse(text) : default, text, message);
    }

    public static Task<Answer> OpenAsync(this HttpClient client, string title = "Vattenläcka", Guid? key = null) =>
        client.PostAsync("/api/v1/incidents", new { key = key ?? Guid.CreateVersion7(), title });

    public static Task<Answer> WriteAsync(this HttpClient client, Guid incident, string text, Guid? key = null) =>
        client.PutAsync(Line(incident, key ?? Guid.CreateVersion7()), new { kind = "anteckning", text });

    public static string Incident(Guid incident, string below = "") => $"/api/v1/incidents/{incident}{below}";

    public static string Line(Guid incident, Guid key) => Incident(incident, $"/lines/{key}");

    public static object Correction(string text, long corrects) =>
        new { kind = "rattelse", text, corrects, correctionReason = "Felskrivning." };

    public static async Task<IReadOnlyList<JsonElement>> LinesAsync(
        this HttpClient client, Guid incident, long after = 0, int limit = 500)
    {
        var answer = await client.LookAsync(Incident(incident, $"/lines?after={after}&limit={limit}"));
        return [.. answer.Body.GetProperty("lines").EnumerateArray()];
    }
}
