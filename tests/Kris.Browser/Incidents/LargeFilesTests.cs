using Kris.Browser.Running;

namespace Kris.Browser.Incidents;

/// <summary>As much as a browser keeps: it survives the page, and arrives as it was.</summary>
public sealed class LargeFilesTests(Site site) : BrowserTest(site)
{
    // Two files of the largest size, dropped on the box. The answer is what they hold.
    private const string Drop =
        """
        async () => {
          const carried = new DataTransfer();
          const digests = [];
          for (const seed of [3, 5]) {
            const bytes = new Uint8Array(25 * 1024 * 1024);
            for (let i = 0; i < bytes.length; i += 1) bytes[i] = (i * seed + (i >> 8)) & 0xff;
            bytes.set(new TextEncoder().encode('%PDF-1.7\n'));
            bytes.set(new TextEncoder().encode('\n%%EOF\n'), bytes.length - 7);
            carried.items.add(new File([bytes], `karta ${seed}.pdf`, { type: 'application/pdf' }));
            const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
            digests.push(Array.from(digest, byte => byte.toString(16).padStart(2, '0')).join(''));
          }
          const event = new Event('drop', { bubbles: true, cancelable: true });
          Object.defineProperty(event, 'dataTransfer', { value: carried });
          document.getElementById('composer-text').dispatchEvent(event);
          return digests;
        }
        """;

    private const string Fetched =
        """
        async addresses => Promise.all(addresses.map(async address => {
          const bytes = await (await fetch(address)).arrayBuffer();
          const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
          return Array.from(digest, byte => byte.toString(16).padStart(2, '0')).join('');
        }))
        """;

    [Fact]
    public async Task Two_files_of_the_largest_size_survive_the_page_and_arrive_byte_for_byte()
    {
        var incident = await OpenAsync();
        var officer = await AsAsync("tib");
        officer.ExpectsOutages();
        await officer.GoAsync(incident);
        await officer.Page.RouteAsync("**/attachments/*", route => route.AbortAsync());
        var before = await officer.Page.EvaluateAsync<string[]>(Drop);
        await Expect(officer.Text("skickas med raden")).ToHaveCountAsync(2);
        await officer.WriteAsync("Med två kartor.");
        await Expect(officer.Outbox).ToContainTextAsync("Med två kartor.");

        await officer.Page.ReloadAsync();
        await officer.Page.UnrouteAllAsync();

        await Expect(officer.Line("Med två kartor.")).ToContainTextAsync(
            "karta 5.pdf", new() { Timeout = 3 * Person.Patience });
        var log = await incident.Director.GetAsync($"/incidents/{incident.Id}/lines?after=2");
        var keys = log.GetProperty("lines")[0].GetProperty("attachments").EnumerateArray()
            .Select(file => $"/api/v1/incidents/{incident.Id}/attachments/{file.GetProperty("key").GetString()}");
        Assert.Equal(before, await officer.Page.EvaluateAsync<string[]>(Fetched, keys.ToArray()));
    }
}
