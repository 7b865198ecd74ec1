using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Kris.Browser.Running;

/// <summary>The API, called with the login of somebody's browser.</summary>
public sealed class Api : IDisposable
{
    private readonly HttpClient http;

    public Api(string address, string login)
    {
        http = new HttpClient(new HttpClientHandler { UseCookies = false }) { BaseAddress = new Uri(address) };
        http.DefaultRequestHeaders.Add("Cookie", CookiesOf(login));
        http.DefaultRequestHeaders.Add("X-Kris", "1");
        http.DefaultRequestHeaders.Add("Origin", address);
    }

    public async Task<JsonElement> GetAsync(string path) =>
        await http.GetFromJsonAsync<JsonElement>(new Uri($"/api/v1{path}", UriKind.Relative));

    /// <summary>The caller's own draft in an incident; nothing when there is none.</summary>
    public async Task<string?> DraftAsync(Guid incident)
    {
        using var answer = await http.GetAsync(new Uri($"/api/v1/incidents/{incident}/draft", UriKind.Relative));
        if (answer.StatusCode is HttpStatusCode.NoContent)
            return null;
        var said = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return said.GetProperty("draft").GetProperty("text").GetString();
    }

    /// <summary>Keeps a draft as another device of the caller's would.</summary>
    public async Task KeepDraftAsync(Guid incident, object draft)
    {
        var path = new Uri($"/api/v1/incidents/{incident}/draft", UriKind.Relative);
        using var answer = await http.PutAsJsonAsync(path, new { device = Guid.NewGuid(), draft });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    /// <summary>Drops every draft of the caller's in an incident, as a server does that has no room for them.</summary>
    public async Task DropDraftsAsync(Guid incident)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, $"/api/v1/incidents/{incident}/draft")
        {
            Content = JsonContent.Create(new { }),
        };
        using var answer = await http.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    /// <summary>Posts what must succeed.</summary>
    public async Task<JsonElement> PostAsync(string path, object body)
    {
        using var answer = await TryPostAsync(path, body);
        var said = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"POST {path} answered {(int)answer.StatusCode}: {said}");
        return said.Length == 0 ? default : JsonDocument.Parse(said).RootElement.Clone();
    }

    public async Task<HttpStatusCode> RefusedAsync(string path, object body)
    {
        using var answer = await TryPostAsync(path, body);
        return answer.StatusCode;
    }

    public Task WriteAsync(Guid incident, string text) => PutLineAsync(incident, new { kind = "anteckning", text });

    public async Task PutLineAsync(Guid incident, object line)
    {
        var path = new Uri($"/api/v1/incidents/{incident}/lines/{Guid.CreateVersion7()}", UriKind.Relative);
        using var answer = await http.PutAsJsonAsync(path, line);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
    }

    /// <summary>What people wrote in the log, with the key of each line, in order of number.</summary>
    public async Task<IReadOnlyList<(string Key, string Text)>> LinesAsync(Guid incident)
    {
        var found = new List<(string, string)>();
        for (var after = 0L; ;)
        {
            var page = (await GetAsync($"/incidents/{incident}/lines?after={after}&limit=500")).GetProperty("lines");
            foreach (var line in page.EnumerateArray())
            {
                after = line.GetProperty("number").GetInt64();
                if (!line.GetProperty("system").GetBoolean())
                    found.Add((line.GetProperty("key").GetString()!, line.GetProperty("text").GetString()!));
            }

            if (page.GetArrayLength() < 500)
                return found;
        }
    }

    public void Dispose() => http.Dispose();

    private Task<HttpResponseMessage> TryPostAsync(string path, object body) =>
        http.PostAsJsonAsync(new Uri($"/api/v1{path}", UriKind.Relative), body);

    private static string CookiesOf(string login)
    {
        using var state = JsonDocument.Parse(login);
        return string.Join("; ", state.RootElement.GetProperty("cookies").EnumerateArray()
            .Select(cookie => $"{cookie.GetProperty("name").GetString()}={cookie.GetProperty("value").GetString()}"));
    }
}
