using System.Text;
using Kris.Browser.Look;
using Kris.Browser.Running;

namespace Kris.Browser.Incidents;

public sealed class AttachmentTests(Site site) : BrowserTest(site)
{
    private const string Position = "GPS 59.0584N";

    // A photo that a browser can draw, with a camera's label put in after its first two bytes.
    private const string Draw =
        """
        async side => {
          const canvas = document.createElement('canvas');
          [canvas.width, canvas.height] = [side, side / 2];
          const pen = canvas.getContext('2d');
          pen.fillStyle = '#1e6b43';
          pen.fillRect(0, 0, side, side);
          pen.fillStyle = '#f3c93c';
          pen.fillRect(side / 4, side / 8, side / 2, side / 4);
          return canvas.toDataURL('image/jpeg', 0.9).split(',')[1];
        }
        """;

    private static readonly FilePayload Report = new()
    {
        Name = "rapport från fältet.pdf",
        MimeType = "application/pdf",
        Buffer = Encoding.ASCII.GetBytes("%PDF-1.7\n" + new string(' ', 40_000) + "\n%%EOF\n"),
    };

    [Fact]
    public async Task A_file_is_attached_sent_and_seen_by_another()
    {
        var incident = await OpenAsync();
        var officer = await AsAsync("tib");
        var reader = await AsAsync("stabschef");
        await officer.GoAsync(incident);
        await reader.GoAsync(incident);

        var chooser = await officer.Page.RunAndWaitForFileChooserAsync(async () =>
        {
            await officer.Field("Bifoga").FocusAsync();
            await officer.PressAsync("Enter");
        });
        await chooser.SetFilesAsync(Report);
        await Expect(Attached(officer)).ToContainTextAsync("39 kB · klar");
        await officer.WriteAsync("Rapport inkommen.");

        await Expect(officer.LineState).ToHaveTextAsync("sparad (nr 3)");
        await Expect(Attached(officer)).ToHaveCountAsync(0);
        var link = reader.Line("Rapport inkommen.").GetByRole(AriaRole.Link, new() { Name = Report.Name });
        await Expect(link).ToBeVisibleAsync();
        var saving = reader.Page.WaitForDownloadAsync();
        await link.ClickAsync();
        var saved = await saving;
        Assert.Equal(Report.Name, saved.SuggestedFilename);
        Assert.Equal(Report.Buffer, await File.ReadAllBytesAsync(await saved.PathAsync()));
    }

    [Fact]
    public async Task A_photo_is_made_smaller_and_loses_its_position_and_is_shown()
    {
        var incident = await OpenAsync();
        var officer = await AsAsync("tib");
        await officer.GoAsync(incident);

        await ChooseAsync(officer, await PhotoAsync(officer));
        await Expect(Attached(officer)).ToContainTextAsync("klar");
        await Expect(Attached(officer).Locator("img")).ToBeVisibleAsync();
        await officer.WriteAsync("Läckan på Storgatan.");

        var picture = officer.Line("Läckan på Storgatan.").Locator("img");
        await Expect(picture).ToBeVisibleAsync();
        await Expect(picture).ToHaveJSPropertyAsync("naturalWidth", 2048);
        Assert.True((await StoredAsync(officer, incident)).AsSpan().IndexOf("GPS"u8) < 0);
    }

    [Fact]
    public async Task The_original_is_kept_with_its_position_when_that_is_what_is_wanted()
    {
        var incident = await OpenAsync();
        var officer = await AsAsync("tib");
        await officer.GoAsync(incident);
        var photo = await PhotoAsync(officer);

        await ChooseAsync(officer, photo);
        await Expect(Attached(officer)).ToContainTextAsync("klar");
        await officer.Field("Behåll originalet med position").CheckAsync();
        await Expect(Attached(officer)).ToContainTextAsync("klar");
        await Expect(officer.Field("Behåll originalet med position")).ToBeCheckedAsync();
        await officer.WriteAsync("Bevisbild.");

        await Expect(officer.LineState).ToHaveTextAsync("sparad (nr 3)");
        Assert.Equal(photo.Buffer, await StoredAsync(officer, incident));
    }

    [Fact]
    public async Task What_is_not_taken_is_told_before_the_line_is_saved()
    {
        var incident = await OpenAsync();
        var officer = await AsAsync("tib");
        officer.Expects("status of 422");
        await officer.GoAsync(incident);

        await ChooseAsync(
            officer,
            new FilePayload { Name = "bild.jpg", MimeType = "image/jpeg", Buffer = "<html>"u8.ToArray() });
        await Expect(Attached(officer)).ToContainTextAsync("togs inte emot: Filtypen tas inte emot");
        await officer.WriteAsync("Med en fil som inte går.");
        await Expect(officer.Page.Locator("#composer-problem")).ToContainTextAsync("Ta bort bilagan bild.jpg först");

        await officer.Button("Ta bort bild.jpg").ClickAsync();
        await officer.Composer.PressAsync("Enter");
        await Expect(officer.LineState).ToHaveTextAsync("sparad (nr 3)");
    }

    [Fact]
    public async Task A_file_waits_with_its_line_for_the_net_and_comes_once()
    {
        await using var wire = new Wire(Site.Program.Port);
        var incident = await OpenAsync();
        var officer = await AsAsync("tib", wire);
        officer.ExpectsOutages();
        await officer.GoAsync(incident);
        wire.Cut();

        await ChooseAsync(officer, Report);
        await Expect(Attached(officer)).ToContainTextAsync("skickas med raden");
        await officer.WriteAsync("Skrevs utan nät.");
        await Expect(officer.LineState).ToContainTextAsync("väntar på nät");
        await Expect(officer.Outbox).ToContainTextAsync("Skrevs utan nät.");
        wire.Restore();

        await Expect(officer.LineState).ToHaveTextAsync("sparad (nr 3)", new() { Timeout = 2 * Person.Patience });
        Assert.Single(await incident.LinesAsync(), line => line.Text == "Skrevs utan nät.");
        Assert.Equal(Report.Buffer, await StoredAsync(officer, incident));
    }

    [Fact]
    public async Task A_line_whose_file_was_refused_is_tried_again_with_the_file()
    {
        await using var wire = new Wire(Site.Program.Port);
        var incident = await OpenAsync();
        var officer = await AsAsync("tib", wire);
        officer.ExpectsOutages();
        officer.Expects("status of 422");
        await officer.GoAsync(incident);
        wire.Cut();
        await ChooseAsync(officer, Report);
        await Expect(Attached(officer)).ToContainTextAsync("skickas med raden");
        await officer.WriteAsync("Filen går inte fram.");
        await Expect(officer.LineState).ToContainTextAsync("väntar på nät");
        const string problem = """{"detail":"Fullt just nu."}""";
        await officer.Page.RouteAsync("**/attachments/*", route => route.FulfillAsync(
            new() { Status = 422, ContentType = "application/problem+json", Body = problem }));
        wire.Restore();
        await Expect(officer.Outbox).ToContainTextAsync(
            $"Togs inte emot: Bilagan {Report.Name}: Fullt just nu.", new() { Timeout = 2 * Person.Patience });

        await officer.Page.UnrouteAllAsync();
        await officer.Button("Försök igen").ClickAsync();

        await Expect(officer.LineState).ToHaveTextAsync("sparad (nr 3)");
        Assert.Equal(Report.Buffer, await StoredAsync(officer, incident));
    }

    [Fact]
    public async Task What_is_attached_is_there_after_a_reload()
    {
        var incident = await OpenAsync();
        var officer = await AsAsync("tib");
        await officer.GoAsync(incident);
        await ChooseAsync(officer, Report);
        await Expect(Attached(officer)).ToContainTextAsync("klar");
        await officer.Composer.FillAsync("Halvfärdig");

        await officer.Page.ReloadAsync();
        await officer.AliveAsync();

        await Expect(officer.Composer).ToHaveValueAsync("Halvfärdig");
        await Expect(Attached(officer)).ToContainTextAsync(Report.Name);
        await officer.Composer.PressAsync("Enter");
        await Expect(officer.Line("Halvfärdig").Locator("ul.attachments a")).ToHaveTextAsync(Report.Name);
    }

    [Fact]
    public async Task A_photo_is_taken_and_attached()
    {
        var incident = await OpenAsync();
        var officer = await AsAsync("tib", options: Screens.DarkAndNarrow());
        await officer.GoAsync(incident);
        await officer.Composer.ClickAsync();
        var camera = officer.Field("Ta foto");
        await Expect(camera).ToHaveAttributeAsync("capture", "environment");

        await camera.SetInputFilesAsync(await PhotoAsync(officer));

        await Expect(Attached(officer)).ToContainTextAsync("IMG_0042.JPG");
        await Expect(Attached(officer)).ToContainTextAsync("klar");
    }

    [Theory]
    [InlineData("drop", "dataTransfer")]
    [InlineData("paste", "clipboardData")]
    public async Task A_file_is_dropped_or_pasted(string happening, string carrier)
    {
        var incident = await OpenAsync();
        var officer = await AsAsync("tib");
        await officer.GoAsync(incident);

        await officer.Page.EvaluateAsync(
            """
            ([happening, carrier]) => {
              const carried = new DataTransfer();
              carried.items.add(new File(['%PDF-1.7\n%%EOF\n'], 'karta.pdf', { type: 'application/pdf' }));
              const event = new Event(happening, { bubbles: true, cancelable: true });
              Object.defineProperty(event, carrier, { value: carried });
              document.getElementById('composer-text').dispatchEvent(event);
            }
            """,
            new[] { happening, carrier });

        await Expect(Attached(officer)).ToContainTextAsync("karta.pdf");
        await Expect(Attached(officer)).ToContainTextAsync("klar");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Attachments_are_open_to_everybody_who_uses_help_to_read(bool isNarrow)
    {
        var incident = await OpenAsync();
        var officer = await AsAsync("tib", options: isNarrow ? Screens.DarkAndNarrow() : Screens.LightAndWide());
        officer.Expects("status of 422");
        await officer.GoAsync(incident);
        await ChooseAsync(officer, await PhotoAsync(officer), Report, Sound());
        await Expect(Attached(officer).Filter(new() { HasText = "klar" })).ToHaveCountAsync(3);
        await officer.WriteAsync("Foto, rapport och samtal.");
        await Expect(officer.Line("Foto, rapport och samtal.").Locator("img")).ToBeVisibleAsync();

        await ChooseAsync(
            officer,
            await PhotoAsync(officer),
            new() { Name = "okänd.exe", MimeType = "application/x-msdownload", Buffer = "MZ"u8.ToArray() });
        await Expect(Attached(officer).Last).ToContainTextAsync("togs inte emot");
        await officer.Composer.FillAsync("En till rad som skrivs");

        Assert.Empty(await Accessibility.ViolationsAsync(officer.Page));
        if (Environment.GetEnvironmentVariable("KRIS_LOOK") is { } folder)
            await officer.Page.ScreenshotAsync(new() { Path = $"{folder}/bilagor-{isNarrow}.png", FullPage = true });
    }

    private static ILocator Attached(Person person) =>
        person.Page.GetByRole(AriaRole.List, new() { Name = "Bilagor till raden" }).GetByRole(AriaRole.Listitem);

    private static Task ChooseAsync(Person person, params FilePayload[] files) =>
        person.Page.Locator("[data-attach=file]").SetInputFilesAsync(files);

    private static async Task<FilePayload> PhotoAsync(Person person)
    {
        var drawn = Convert.FromBase64String(await person.Page.EvaluateAsync<string>(Draw, 3000));
        byte[] label = [.. "Exif\0\0MM\0*\0\0\0\b\0\0\0\0\0\0"u8, .. Encoding.ASCII.GetBytes(Position)];
        byte[] photo = [.. drawn[..2], 0xFF, 0xE1, 0, (byte)(label.Length + 2), .. label, .. drawn[2..]];
        return new() { Name = "IMG_0042.JPG", MimeType = "image/jpeg", Buffer = photo };
    }

    private static FilePayload Sound()
    {
        byte[] wav =
        [
            .. "RIFF"u8, 36, 0, 0, 0, .. "WAVEfmt "u8, 16, 0, 0, 0,
            1, 0, 1, 0, 64, 31, 0, 0, 64, 31, 0, 0, 1, 0, 8, 0, .. "data"u8, 0, 0, 0, 0,
        ];
        return new() { Name = "samtal.wav", MimeType = "audio/wav", Buffer = wav };
    }

    private static async Task<byte[]> StoredAsync(Person person, TestIncident incident)
    {
        var lines = (await incident.Director.GetAsync($"/incidents/{incident.Id}/lines?after=2")).GetProperty("lines");
        var attachment = lines.EnumerateArray().Single().GetProperty("attachments")[0];
        var answer = await person.Page.APIRequest.GetAsync(
            $"/api/v1/incidents/{incident.Id}/attachments/{attachment.GetProperty("key").GetString()}");
        return await answer.BodyAsync();
    }
}
