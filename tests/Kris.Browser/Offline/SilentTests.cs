using System.Text.Json;
using Kris.Browser.Running;

namespace Kris.Browser.Offline;

/// <summary>What answers late, or says why it cannot: what the page makes of it, and what it says.</summary>
[Collection(KeepingSiteCollection.Name)]
public sealed class SilentTests(Site site) : BrowserTest(site)
{
    private const string Full = "Disken där databasen ligger är full.";

    [Fact]
    public async Task A_draft_that_got_no_answer_is_not_sent_again_over_what_was_written_since()
    {
        var incident = await OpenAsync();
        var person = await AsAsync("tib");
        person.ExpectsOutages();
        await person.GoAsync(incident);
        var silent = new TaskCompletionSource<IRoute>();
        await person.Page.RouteAsync("**/draft", async route =>
        {
            if (route.Request.Method != "PUT" || !silent.TrySetResult(route))
                await route.ContinueAsync();
        });
        await person.Composer.FillAsync("Pumpen");
        var first = await silent.Task.WaitAsync(TimeSpan.FromMilliseconds(Person.Patience));
        await person.Composer.FillAsync("Pumpen är på väg");
        await person.Page.WaitForTimeoutAsync(1_500);

        await first.AbortAsync();
        await Kept.UntilServerHasAsync(await ApiAsync("tib"), incident, "Pumpen är på väg");
        // Whoever comes back to the page sends at once what failed.
        var looked = person.Page.WaitForResponseAsync("**/draft?besides=*");
        await person.Page.EvaluateAsync("() => window.dispatchEvent(new Event('focus'))");
        await looked;
        await person.Page.WaitForTimeoutAsync(500);

        Assert.Equal("Pumpen är på väg", await (await ApiAsync("tib")).DraftAsync(incident.Id));
    }

    [Fact]
    public async Task A_server_that_says_why_it_cannot_is_not_taken_for_a_net_that_is_away()
    {
        var incident = await OpenAsync();
        var person = await AsAsync("tib");
        person.ExpectsOutages();
        await person.GoAsync(incident);
        await person.Page.RouteAsync("**/lines/*", route => route.FulfillAsync(new()
        {
            Status = 503,
            ContentType = "application/problem+json",
            Body = JsonSerializer.Serialize(new { detail = Full }),
        }));

        await person.WriteAsync("Medan disken är full");

        await Expect(person.LineState).ToHaveTextAsync("väntar på servern (1 rad)");
        await Expect(person.Outbox).ToContainTextAsync($"Väntar på servern. Raden är kvar här. {Full}");
        await person.Page.UnrouteAllAsync();
        await Expect(person.LineState).ToHaveTextAsync("sparad (nr 3)", new() { Timeout = 3 * Person.Patience });
    }

    [Fact]
    public async Task A_line_that_has_waited_says_when_it_was_written()
    {
        await using var wire = new Wire(Site.Program.Port);
        var incident = await OpenAsync();
        var person = await AsAsync("tib", wire);
        person.ExpectsOutages();
        await person.Page.Clock.InstallAsync(new() { TimeDate = TimeProvider.System.GetUtcNow().UtcDateTime });
        await person.GoAsync(incident);
        wire.Cut();
        await person.WriteAsync("Under ett kort avbrott");
        await Expect(person.LineState).ToHaveTextAsync("väntar på nät (1 rad)");
        await person.Page.Clock.FastForwardAsync("00:10");

        var sent = person.Page.WaitForResponseAsync(answer => answer.Status == 201);
        wire.Restore();

        var body = JsonDocument.Parse((await sent).Request.PostData!).RootElement;
        Assert.Equal(body.GetProperty("writtenAt").GetString(), body.GetProperty("occurredAt").GetString());
    }

    // The browser's database never ends what it has begun, and is given up after ten seconds.
    [Fact]
    public async Task Nothing_says_saved_of_the_line_before_while_the_next_is_being_kept()
    {
        var incident = await OpenAsync();
        var person = await AsAsync("tib");
        await person.GoAsync(incident);
        await person.WriteAsync("Den första");
        await Expect(person.LineState).ToHaveTextAsync("sparad (nr 3)");
        await person.Composer.FillAsync("Den andra");
        await person.Page.EvaluateAsync(
            """
            () => {
              const { put } = IDBObjectStore.prototype;
              IDBObjectStore.prototype.put = function (...record) {
                const stay = () => { this.get('').onsuccess = stay; };
                stay();
                return put.apply(this, record);
              };
            }
            """);

        await person.Composer.PressAsync("Enter");

        await Expect(person.Composer).ToHaveValueAsync("");
        await Expect(person.LineState).Not.ToContainTextAsync("nr 3");
    }
}
