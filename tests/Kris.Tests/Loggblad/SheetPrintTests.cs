using System.Net;
using System.Text;
using Kris.Data.Journal;
using Kris.Domain.Accounts;
using Kris.Domain.Journal;
using Kris.Tests.Accounts;
using Kris.Tests.Api;
using Kris.Tests.Server;
using Kris.Tests.Web;
using Kris.Web.Exports;
using Kris.Web.Hosting;

namespace Kris.Tests.Loggblad;

[Collection(LogServerCollection.Name)]
public sealed class SheetPrintTests(TestServer postgres) : ApiTests(postgres)
{
    [Fact]
    public async Task Sheets_are_printed_with_their_numbers_and_room_for_a_hand()
    {
        await PrintAsync(Kris, 3);
        var person = await Kris.PersonAsync(Duty.Tib);

        var page = await person.LookAsync("/loggblad/utskrift?fran=2&till=3");

        Assert.Equal(200, page.Code);
        Assert.Contains("Nr 2", page.Raw, StringComparison.Ordinal);
        Assert.Contains("Nr 3", page.Raw, StringComparison.Ordinal);
        Assert.DoesNotContain("Nr 1<", page.Raw, StringComparison.Ordinal);
        Assert.Equal(24, page.Raw.Split("<th scope=\"row\">").Length - 1);
    }

    [Fact]
    public async Task They_come_as_pdf_too()
    {
        await PrintAsync(Kris, 1);
        var person = await Kris.PersonAsync(Duty.Tib);

        var file = await person.GetByteArrayAsync(new Uri("/loggblad/pdf?fran=1&till=1", UriKind.Relative));

        Assert.StartsWith("%PDF-", Encoding.Latin1.GetString(file), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sheet_that_is_entered_is_not_printed_again()
    {
        await PrintAsync(Kris, 2);
        var incident = (await Tib.OpenAsync()).Id;
        var row = new SheetRow(1, LineKind.Anteckning, "Strömmen gick.", Kris.Now.AddMinutes(-5));
        await Kris.Service<LogSheets>().EnterAsync(1, incident, [row], Actors.Tib, Kris.Now);
        var person = await Kris.PersonAsync(Duty.Tib);

        var both = await person.LookAsync("/loggblad/utskrift?fran=1&till=2");

        Assert.DoesNotContain("Nr 1<", both.Raw, StringComparison.Ordinal);
        Assert.Contains("Nr 2<", both.Raw, StringComparison.Ordinal);
        Assert.Equal(404, (await person.LookAsync("/loggblad/utskrift?fran=1")).Code);
    }

    [Theory]
    [InlineData("", 400)]
    [InlineData("?fran=0&till=1", 400)]
    [InlineData("?fran=1&till=51", 400)]
    [InlineData("?fran=2&till=1", 400)]
    [InlineData("?fran=7&till=8", 404)]
    [InlineData("?fran=2147483647", 404)]
    public async Task Sheets_that_are_not_there_are_not_printed(string query, int code)
    {
        await PrintAsync(Kris, 1);
        var person = await Kris.PersonAsync(Duty.Tib);

        Assert.Equal(code, (await person.LookAsync($"/loggblad/utskrift{query}")).Code);
    }

    [Fact]
    public async Task Without_a_browser_it_is_said_what_to_do_instead()
    {
        await using var bare = await KrisServer.StartAsync(
            Postgres, new KrisSettings { Rate = 100_000, Chromium = "nej" });
        await PrintAsync(bare, 1);
        var person = await bare.PersonAsync(Duty.Tib);

        var answer = await person.LookAsync("/loggblad/pdf?fran=1");

        Assert.Equal(422, answer.Code);
        Assert.Contains($"<p>{WebUtility.HtmlEncode(Chromium.Missing)}</p>", answer.Raw, StringComparison.Ordinal);
        Assert.Contains("href=\"/loggblad\"", answer.Raw, StringComparison.Ordinal);
    }

    private static Task<int> PrintAsync(KrisServer kris, int count) =>
        kris.Service<SheetNumbers>().PrintAsync(count, null, Actors.Tib, kris.Now);
}
