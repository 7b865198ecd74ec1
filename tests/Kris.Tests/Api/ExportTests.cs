using System.Text;
using Kris.Domain.Accounts;
using Kris.Domain.Journal;
using Kris.Tests.Server;
using Kris.Tests.Web;

namespace Kris.Tests.Api;

[Collection(TestServerCollection.Name)]
public sealed class ExportTests(TestServer postgres) : ApiTests(postgres)
{
    [Fact]
    public async Task An_export_proves_itself_and_tampering_with_it_is_found()
    {
        var incident = await Tib.OpenAsync();
        for (var i = 0; i < 20; i++)
            await Tib.WriteAsync(incident.Id, $"Larm nummer {i} från Åsgården.");

        var answer = await ExportAsync(incident.Id);

        Assert.Equal("application/json", answer.Message.Content.Headers.ContentType!.MediaType);
        var disposition = answer.Message.Content.Headers.ContentDisposition!;
        Assert.Equal("attachment", disposition.DispositionType);
        Assert.Matches("^kris-handelse-1-rad-21-[0-9-]{10}[.]json$", disposition.FileName);
        var honest = Verify(answer.Raw);
        Assert.Null(honest.Fault);
        Assert.Equal((incident.Id, "Vattenläcka"), (honest.Header.Stream, honest.Header.Title));
        Assert.Equal(21, honest.Header.Head.Number);
        Assert.Contains("Larm nummer 7 från Åsgården.", answer.Raw, StringComparison.Ordinal);
        var tampered = Verify(answer.Raw.Replace("Larm nummer 7 ", "Larm nummer 8 ", StringComparison.Ordinal));
        Assert.Equal(9, tampered.Fault?.Line);
    }

    [Fact]
    public async Task A_stream_longer_than_a_batch_is_exported_whole()
    {
        var incident = await Tib.OpenAsync();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, 1_100),
            new ParallelOptions { MaxDegreeOfParallelism = 16 },
            async (i, _) => Assert.Equal(201, (await Tib.WriteAsync(incident.Id, $"Rad {i}")).Code));

        var verdict = Verify((await ExportAsync(incident.Id)).Raw);

        Assert.Null(verdict.Fault);
        Assert.Equal(1_101, verdict.Header.Head.Number);
    }

    [Fact]
    public async Task A_line_whose_content_is_erased_leaves_a_chain_that_holds()
    {
        var incident = await Tib.OpenAsync();
        await Tib.WriteAsync(incident.Id, "Det här ska gallras.");
        await Tib.WriteAsync(incident.Id, "Det här ska stå kvar.");
        var database = new Npgsql.NpgsqlConnectionStringBuilder(Kris.Connection).Database!;
        await Ask.RunAsync(
            Postgres.Super(database),
            "ALTER TABLE log_content DISABLE TRIGGER log_content_goes; DELETE FROM log_content WHERE number = 2");

        var answer = await ExportAsync(incident.Id);

        Assert.Null(Verify(answer.Raw).Fault);
        Assert.DoesNotContain("gallras", answer.Raw, StringComparison.Ordinal);
        var line = (await Tib.LinesAsync(incident.Id))[1];
        Assert.True(line.GetProperty("erased").GetBoolean());
        Assert.Equal("", line.GetProperty("text").GetString());
    }

    [Fact]
    public async Task What_is_no_incident_is_not_exported()
    {
        var staff = await Kris.ProgramAsync(Duty.Stabschef);
        var account = await Kris.AccountAsync(Duty.Lasare);

        Assert.Equal(404, (await staff.LookAsync(Calls.Incident(account.Id, "/export"))).Code);
        Assert.Equal(403, (await Tib.LookAsync(Calls.Incident(account.Id, "/export"))).Code);
    }

    private async Task<Answer> ExportAsync(Guid incident)
    {
        var registrator = await Kris.ProgramAsync(Duty.Registrator);
        var answer = await registrator.LookAsync(Calls.Incident(incident, "/export"));
        Assert.Equal(200, answer.Code);
        return answer;
    }

    private static ExportVerdict Verify(string file)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(file));
        return ExportFile.Verify(stream);
    }
}
