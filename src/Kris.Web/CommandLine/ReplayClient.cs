using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;
using Kris.Domain;

namespace Kris.Web.CommandLine;

/// <summary>Calls the API as somebody who holds each entry's duty: people of the demo, or one token for all.</summary>
internal sealed class ReplayClient(
    Uri site, DemoLogins? people, string? token, HttpMessageHandler network) : IDisposable
{
    private const int MaxTries = 10;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private readonly HttpClient http = new(network, disposeHandler: false) { Timeout = TimeSpan.FromSeconds(30) };

    /// <summary>A token has its one duty and is not to name another; a person says which of theirs it is.</summary>
    public string? Names(string? duty) => token is null ? duty : null;

    /// <returns>Whether it was new, and the answer.</returns>
    /// <exception cref="RefusedException">The API says no, or cannot be reached for long.</exception>
    public async Task<(bool IsNew, JsonElement Answer)> SendAsync(
        HttpMethod method, string path, string? duty, object? body, CancellationToken stop)
    {
        for (var tries = 1; ; tries++)
        {
            using var request = await RequestAsync(method, path, duty, body, stop);
            var isLast = tries == MaxTries;
            if (await TryAsync(request, isLast, stop) is { } answer)
                return answer;
            await Task.Delay(Pause, stop);
        }
    }

    public void Dispose() => http.Dispose();

    private async Task<(bool IsNew, JsonElement Answer)?> TryAsync(
        HttpRequestMessage request, bool isLast, CancellationToken stop)
    {
        try
        {
            using var response = await http.SendAsync(request, stop);
            // Every call carries its key, or only looks: it may be made again whatever became of it.
            var mayPass = response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable;
            if (mayPass && !isLast)
                return null;
            var text = await response.Content.ReadAsStringAsync(stop);
            if (!response.IsSuccessStatusCode)
                throw new RefusedException(Said(response, text));
            return (response.StatusCode is HttpStatusCode.Created, JsonElement.Parse(text));
        }
        catch (HttpRequestException failure)
        {
            return isLast ? throw OutOfReach(failure) : null;
        }
    }

    private async Task<HttpRequestMessage> RequestAsync(
        HttpMethod method, string path, string? duty, object? body, CancellationToken stop)
    {
        var query = method == HttpMethod.Get && Names(duty) is { } named ? $"?duty={Uri.EscapeDataString(named)}" : "";
        var request = new HttpRequestMessage(method, new Uri(site, $"/api/v1/{path}{query}"));
        if (body is not null)
            request.Content = JsonContent.Create(body, options: Options);
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            return request;
        }

        Refuse.If(duty is null, "Posten säger inte vilken uppgift som agerar (duty).");
        request.Headers.Add("Cookie", await people!.CookieAsync(duty, stop));
        request.Headers.Add("X-Kris", "1");
        request.Headers.Add("Origin", site.GetLeftPart(UriPartial.Authority));
        return request;
    }

    private RefusedException OutOfReach(HttpRequestException failure) => new(
        $"Kris svarar inte på {site} ({failure.Message.TrimEnd('.')}). Starta Kris med ./kris up, eller ange "
        + "adressen med KRIS_URL eller KRIS_PORT.");

    private static string Said(HttpResponseMessage response, string text)
    {
        try
        {
            if (JsonElement.Parse(text).TryGetProperty("detail", out var detail))
                return detail.GetString() ?? "";
        }
        catch (Exception other) when (other is JsonException or InvalidOperationException)
        {
            // Not an answer of the API; its status has to do.
        }

        return $"API:et svarade {(int)response.StatusCode}.";
    }
}
