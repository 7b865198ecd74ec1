using System.Text;
using Kris.Domain.Accounts;
using Kris.Domain.Journal;
using Kris.Tests.Api;
using Kris.Tests.Server;
using Kris.Tests.Web;

namespace Kris.Tests.Secrecy;

/// <summary>What pages tell of a line beside its words.</summary>
[Collection(LogServerCollection.Name)]
public sealed class HiddenKindTests(TestServer postgres) : ApiTests(postgres)
{
    [Fact]
    public async Task An_export_tells_of_a_hidden_line_and_of_one_that_was_not_chosen_its_place_alone()
    {
        var incident = (await Tib.OpenAsync()).Id;
        var chief = await Kris.ProgramAsync(Duty.Stabschef);
        await chief.SecretAsync(incident, "Den sjunger #fyrfota.");
        await chief.SecretAsync(incident, "Staben vet.", "staben");
        await Tib.PutAsync(
            Calls.Line(incident, Guid.CreateVersion7()),
            new { kind = "uppgift", text = "Kör.", assignee = "Bo" });
        var planner = await Kris.ProgramAsync(Duty.Beredskapssamordnare);

        var whole = await LinesOfAsync(planner, incident, "");
        var part = await LinesOfAsync(chief, incident, "?typ=uppgift");

        Assert.Equal(["number", "key", "recordedAt", "digest", "hash", "hidden"], whole[1]);
        Assert.All([whole[0], whole[2], whole[3], part[3]], line => Assert.Equal("fields", line[^1]));
        Assert.All([part[0], part[1], part[2]], line => Assert.Equal(whole[1], line));
    }

    [Fact]
    public async Task Of_a_hidden_line_not_even_its_kind_is_told()
    {
        var incident = (await Tib.OpenAsync()).Id;
        var chief = await Kris.PersonAsync(Duty.Stabschef);
        var secret = new
        {
            kind = "beslut",
            text = "Den sjunger.",
            lagrum = "osl-18-13",
            markingReason = "Visar.",
            circle = "stabsledningen",
        };
        Assert.Equal(201, (await chief.PutAsync(Calls.Line(incident, Guid.CreateVersion7()), secret)).Code);
        var pinned = await chief.PostAsync(
            Calls.Incident(incident, "/lines/2/pin"), new { key = Guid.CreateVersion7() });
        Assert.Equal(200, pinned.Code);
        var outside = await Kris.PersonAsync(Duty.Tib);

        foreach (var (who, isTold) in new[] { (chief, true), (outside, false) })
        {
            foreach (var query in new[] { "?typ=beslut", "?nyckel=ja" })
            {
                var page = (await who.LookAsync($"/handelser/{incident}{query}")).Raw;
                Assert.Equal(isTold, page.Contains("id=\"traff-2\"", StringComparison.Ordinal));
            }

            var log = (await who.LookAsync($"/handelser/{incident}")).Raw;
            Assert.Equal(isTold, log.Contains("1 nyckelhändelse", StringComparison.Ordinal)
                || log.Contains("1 nyckelh&#xE4;ndelse", StringComparison.Ordinal));
        }

        var line = (await outside.LinesAsync(incident))[1];
        Assert.Equal(
            ["hidden", "number", "recordedAt"], line.EnumerateObject().Select(property => property.Name).Order());
    }

    // What a verified file tells, line by line: the names of the members.
    private static async Task<List<string[]>> LinesOfAsync(HttpClient who, Guid incident, string query)
    {
        var answer = await who.LookAsync(Calls.Incident(incident, $"/export{query}"));
        Assert.Null(ExportFile.Verify(new MemoryStream(Encoding.UTF8.GetBytes(answer.Raw))).Fault);
        return
        [
            .. answer.Body.GetProperty("lines").EnumerateArray()
                .Select(line => line.EnumerateObject().Select(member => member.Name).ToArray()),
        ];
    }
}
