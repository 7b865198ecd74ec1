using Kris.Browser.Offline;
using Kris.Browser.Running;

namespace Kris.Browser.Incidents;

/// <summary>Files that there is no room for, that do not get through, or that are dropped beside the box.</summary>
public sealed class AttachmentTroubleTests(Site site) : BrowserTest(site)
{
    private static FilePayload Report =>
        new() { Name = "karta.pdf", MimeType = "application/pdf", Buffer = "%PDF-1.7\n%%EOF\n"u8.ToArray() };

    private static FilePayload Drawing =>
        new() { Name = "ritning.pdf", MimeType = "application/pdf", Buffer = "%PDF-1.7\n%%EOF\n"u8.ToArray() };

    // A browser keeps 50 MB for each account. What is beyond goes with the page, and nothing may say otherwise.
    [Fact]
    public async Task What_the_browser_has_no_room_for_is_told_of_before_and_after_the_line_is_saved()
    {
        var incident = await OpenAsync();
        var officer = await AsAsync("tib");
        officer.ExpectsOutages();
        await officer.GoAsync(incident);
        await officer.Page.RouteAsync("**/attachments/*", route => route.AbortAsync());
        await officer.Page.EvaluateAsync(
            """
            () => {
              const carried = new DataTransfer();
              const file = (name, size) => new File([new Uint8Array(size)], name, { type: 'application/pdf' });
              for (const name of ['ett.pdf', 'två.pdf']) carried.items.add(file(name, 25 * 1024 * 1024));
              carried.items.add(file('tre.pdf', 1000));
              const event = new Event('drop', { bubbles: true, cancelable: true });
              Object.defineProperty(event, 'dataTransfer', { value: carried });
              document.getElementById('composer-text').dispatchEvent(event);
            }
            """);
        await Expect(Attached(officer).Filter(new() { HasText = "tre.pdf" })).ToContainTextAsync("stäng inte sidan");
        await Expect(Attached(officer).First).Not.ToContainTextAsync("stäng inte sidan");
        await officer.WriteAsync("Med tre bilagor.");

        await Expect(officer.Outbox).ToContainTextAsync("Bilagan tre.pdf finns bara på den här sidan");
        Assert.True(await officer.Page.EvaluateAsync<bool>(
            "() => !window.dispatchEvent(new Event('beforeunload', { cancelable: true }))"));
        await officer.SignOutAsync();
        await Expect(officer.Text("Bilagan tre.pdf fick inte plats i webbläsaren")).ToBeVisibleAsync();
    }

    // While Kris is upgraded a page can be newer than the server that answers it.
    [Fact]
    public async Task A_file_that_an_older_server_does_not_understand_waits_for_a_newer_one()
    {
        var incident = await OpenAsync();
        var officer = await AsAsync("tib");
        officer.ExpectsOutages();
        officer.Expects("status of 400");
        await officer.GoAsync(incident);
        await officer.Page.RouteAsync("**/attachments/*", route => route.FulfillAsync(new()
        {
            Status = 400,
            ContentType = "application/problem+json",
            Body = """{"detail":"Parametern ”ny” finns inte här.","unknownParameter":"ny"}""",
        }));
        await officer.Page.Locator("[data-attach=file]").SetInputFilesAsync(Report);
        await Expect(officer.Text("skickas med raden")).ToBeVisibleAsync();
        await officer.WriteAsync("Se kartan.");
        await Expect(officer.Page.Locator("ul.outbox > li")).ToContainTextAsync("Se kartan.");
        await Expect(officer.Page.Locator("ul.outbox > li")).Not.ToContainTextAsync("finns inte här");

        await officer.Page.UnrouteAllAsync();

        await Expect(officer.Line("Se kartan.")).ToContainTextAsync("karta.pdf", new() { Timeout = 30_000 });
    }

    [Fact]
    public async Task More_files_than_a_line_takes_are_said_to_be_left_out()
    {
        var incident = await OpenAsync();
        var officer = await AsAsync("tib");
        await officer.GoAsync(incident);

        var files = Enumerable.Range(1, 12).Select(number => new FilePayload
        {
            Name = $"karta {number}.pdf",
            MimeType = Report.MimeType,
            Buffer = Report.Buffer,
        });
        await officer.Page.Locator("[data-attach=file]").SetInputFilesAsync(files);

        await Expect(Attached(officer)).ToHaveCountAsync(10);
        await Expect(officer.Page.Locator("#composer-problem")).ToHaveTextAsync(
            "En rad kan ha högst 10 bilagor: 2 följde inte med. Bifoga resten till en rad till.");
    }

    [Fact]
    public async Task What_no_draft_and_no_line_names_takes_no_room_and_what_one_names_stays()
    {
        var incident = await OpenAsync();
        var officer = await AsAsync("tib");
        await officer.GoAsync(incident);
        await officer.Page.Locator("[data-attach=file]").SetInputFilesAsync(Report);
        await Expect(Attached(officer)).ToContainTextAsync("klar");

        await officer.Page.EvaluateAsync(
            """
            async account => {
              const { putBlob, sweepBlobs } = await import('/js/blobs.js');
              await putBlob(account, crypto.randomUUID(), 'borta.pdf', new Blob(['x']));
              await sweepBlobs(account, -1);
            }
            """,
            await Site.AccountAsync("tib"));

        Assert.Single(await Kept.NamesAsync(officer), name => name.StartsWith("kris.blob.", StringComparison.Ordinal));
        await officer.Page.ReloadAsync();
        await officer.AliveAsync();
        await Expect(Attached(officer)).ToContainTextAsync("klar");
    }

    [Fact]
    public async Task A_file_that_does_not_get_through_holds_no_other_line_and_can_be_left_behind()
    {
        var incident = await OpenAsync();
        var officer = await AsAsync("tib");
        officer.Expects("status of 413");
        await officer.GoAsync(incident);
        // A proxy that lets lines through, and no file.
        await officer.Page.RouteAsync("**/attachments/*", route => route.FulfillAsync(
            new() { Status = 413, ContentType = "text/html", Body = "<html><body>Too large</body></html>" }));
        await officer.Page.Locator("[data-attach=file]").SetInputFilesAsync(Report);
        await Expect(Attached(officer)).ToContainTextAsync("skickas med raden");
        await officer.WriteAsync("Med en fil som fastnar.");
        await officer.WriteAsync("Utan fil.");

        // Each time the window gets the focus the sender tries at once.
        using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(3 * Person.Patience));
        while (await officer.Line("Utan fil.").CountAsync() == 0)
        {
            await officer.Page.EvaluateAsync("() => window.dispatchEvent(new Event('focus'))");
            await Task.Delay(200, limit.Token);
        }

        // After five attempts, with longer and longer pauses between them.
        await Expect(officer.Outbox).ToContainTextAsync(
            $"Bilagan {Report.Name} har inte kommit fram än.", new() { Timeout = 2 * Person.Patience });
        await officer.Button("Skicka utan bilagan").ClickAsync();

        await Expect(officer.Line("Med en fil som fastnar.")).ToHaveCountAsync(1);
        await Expect(Attached(officer)).ToContainTextAsync(Report.Name);
    }

    [Fact]
    public async Task A_file_that_is_made_ready_in_one_tab_is_not_missing_in_another()
    {
        var incident = await OpenAsync();
        var officer = await AsAsync("tib");
        await officer.GoAsync(incident);
        var other = await TabAsync(officer);
        await other.GoAsync(incident);
        await HoldReadingAsync(officer);
        await officer.Page.Locator("[data-attach=file]").SetInputFilesAsync(Report);
        await Expect(Attached(officer)).ToContainTextAsync("förbereds");

        await officer.Composer.FillAsync("Se kartan.");

        await Expect(other.Composer).ToHaveValueAsync("Se kartan.");
        await Expect(Attached(other)).ToHaveCountAsync(0);
        await officer.Page.EvaluateAsync("() => window.readOn()");
        await Expect(Attached(other)).ToContainTextAsync("klar");
    }

    [Fact]
    public async Task Enter_while_files_are_made_ready_saves_the_line_with_all_of_them_when_they_are()
    {
        var incident = await OpenAsync();
        var officer = await AsAsync("tib");
        await officer.GoAsync(incident);
        await HoldReadingAsync(officer);
        await officer.Page.Locator("[data-attach=file]").SetInputFilesAsync([Report, Drawing]);
        await Expect(Attached(officer)).ToContainTextAsync("förbereds");

        await officer.WriteAsync("Se kartan och ritningen.");

        await Expect(officer.Text("Raden sparas när bilagan är klar.").First).ToBeVisibleAsync();
        await Expect(officer.Line("Se kartan och ritningen.")).ToHaveCountAsync(0);
        await officer.Page.EvaluateAsync("() => window.readOn()");
        var line = officer.Line("Se kartan och ritningen.");
        await Expect(line).ToContainTextAsync(Report.Name);
        await Expect(line).ToContainTextAsync(Drawing.Name);
        await Expect(officer.Composer).ToHaveValueAsync("");
        await Expect(officer.Composer).ToBeFocusedAsync();
        await Expect(Attached(officer)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Whoever_writes_on_while_a_file_is_made_ready_saves_the_line_themselves()
    {
        var incident = await OpenAsync();
        var officer = await AsAsync("tib");
        await officer.GoAsync(incident);
        await HoldReadingAsync(officer);
        await officer.Page.Locator("[data-attach=file]").SetInputFilesAsync(Report);
        await Expect(Attached(officer)).ToContainTextAsync("förbereds");
        await officer.WriteAsync("Se kartan");

        await officer.Composer.PressSequentiallyAsync(" över norra delen.");
        await officer.Page.EvaluateAsync("() => window.readOn()");

        await Expect(officer.Text("Du skrev vidare, så tryck Enter en gång till.").First).ToBeVisibleAsync();
        await Expect(officer.Composer).ToHaveValueAsync("Se kartan över norra delen.");
        await officer.Page.Keyboard.PressAsync("Enter");
        await Expect(officer.Line("Se kartan över norra delen.")).ToContainTextAsync(Report.Name);
    }

    [Fact]
    public async Task A_file_that_is_dropped_beside_the_box_does_not_take_the_page_away()
    {
        var incident = await OpenAsync();
        var officer = await AsAsync("tib");
        await officer.GoAsync(incident);

        var isStopped = await officer.Page.EvaluateAsync<bool>(
            """
            () => {
              const dataTransfer = new DataTransfer();
              dataTransfer.items.add(new File(['x'], 'karta.pdf', { type: 'application/pdf' }));
              const event = new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer });
              return !document.querySelector('h1').dispatchEvent(event);
            }
            """);

        Assert.True(isStopped);
        await Expect(Attached(officer)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_line_that_stands_with_its_file_though_nobody_heard_is_not_refused_when_it_is_sent_without()
    {
        var incident = await OpenAsync();
        var officer = await AsAsync("tib");
        officer.Expects("status of 4(09|22)");
        await officer.GoAsync(incident);
        await officer.Page.Locator("[data-attach=file]").SetInputFilesAsync(Report);
        await Expect(Attached(officer)).ToContainTextAsync("klar");
        var isSaved = false;
        await officer.Page.RouteAsync("**/lines/*", async route =>
        {
            if (!isSaved)
                await route.FetchAsync();
            isSaved = true;
            await route.FulfillAsync(new()
            {
                Status = 422,
                ContentType = "application/problem+json",
                Body = """{"detail":"Nej."}""",
            });
        });
        await officer.WriteAsync("Se kartan.");
        await Expect(officer.Outbox).ToContainTextAsync("Togs inte emot: Nej.");
        await officer.Page.UnrouteAllAsync();

        await officer.Button("Skicka utan bilagan").ClickAsync();

        await Expect(officer.LineState).ToHaveTextAsync("sparad (nr 3)");
        Assert.Single(await incident.LinesAsync(), line => line.Text == "Se kartan.");
    }

    // Until window.readOn() is called no file is read, and so none is ready.
    private static Task<System.Text.Json.JsonElement?> HoldReadingAsync(Person person) => person.Page.EvaluateAsync(
        """
        () => {
          const read = Blob.prototype.arrayBuffer;
          const until = new Promise(read => { window.readOn = read; });
          Blob.prototype.arrayBuffer = async function () { await until; return read.call(this); };
        }
        """);

    private static ILocator Attached(Person person) =>
        person.Page.GetByRole(AriaRole.List, new() { Name = "Bilagor till raden" }).GetByRole(AriaRole.Listitem);
}
