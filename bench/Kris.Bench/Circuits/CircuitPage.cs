using System.Net;
using System.Net.Http.Headers;

namespace Kris.Bench.Circuits;

/// <summary>The plain HTTP of a page with a circuit: fetching it, and telling that it is closed.</summary>
/// <param name="Cookie">Who is logged in, as the header says it; nothing for a page that asks for nobody.</param>
internal sealed record CircuitPage(HttpClient Http, Uri Address, string? Cookie)
{
    public async Task<PageMarkers> GetAsync(CancellationToken stop)
    {
        using var request = Request(HttpMethod.Get, Address);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
        using var response = await Http.SendAsync(request, stop);
        if (response.StatusCode is not HttpStatusCode.OK)
            throw new BenchException($"Sidan {Address.AbsolutePath} svarade {(int)response.StatusCode}.");
        return PageMarkers.Read(await response.Content.ReadAsStringAsync(stop));
    }

    /// <summary>Ends the circuit as a page that is closed does, so that the server keeps nothing of it.</summary>
    public async Task LeaveAsync(string circuit)
    {
        using var request = Request(HttpMethod.Post, new Uri(Address, "/_blazor/disconnect"));
        request.Content = new MultipartFormDataContent { { new StringContent(circuit), "circuitId" } };
        using var response = await Http.SendAsync(request);
        if (!response.IsSuccessStatusCode)
            throw new BenchException($"Kretsen gick inte att avsluta: {(int)response.StatusCode}.");
    }

    private HttpRequestMessage Request(HttpMethod method, Uri address)
    {
        var request = new HttpRequestMessage(method, address);
        if (Cookie is not null)
            request.Headers.Add("Cookie", Cookie);
        return request;
    }
}
