using System.Diagnostics;
using System.Net.Http.Headers;
using Kris.Bench.Measures;
using Kris.Bench.Setup;
using Kris.Data.Journal;
using Kris.Domain.Accounts;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Kris.Bench.Export;

/// <summary>
/// A long log as a spreadsheet, fetched as whoever exports it fetches it, and its verification, against PostgreSQL
/// giving out the same.
/// </summary>
internal static class ExportPart
{
    public const int Lines = 100_000;

    private const string CsvCopy =
        """
        COPY (
            SELECT c.number, c.recorded_at, l.fields ->> 'occurredAt', l.fields ->> 'kind', l.fields ->> 'text',
                l.fields ->> 'from', l.fields ->> 'to', l.fields ->> 'channel', l.fields ->> 'reliability',
                l.fields ->> 'authorName', l.fields ->> 'duty', l.fields ->> 'unit', l.fields ->> 'onBehalfOf',
                l.fields ->> 'decidedBy', l.fields ->> 'basis', l.fields ->> 'reasons', l.fields ->> 'alternatives',
                l.fields ->> 'assignee', l.fields ->> 'due', l.fields ->> 'horizon', l.fields ->> 'contact',
                l.fields ->> 'phone', l.fields ->> 'keptAt', l.fields ->> 'turnTo', l.fields ->> 'recipients',
                l.fields ->> 'attachments', l.fields ->> 'tags', l.fields ->> 'signature', l.fields ->> 'corrects',
                l.fields ->> 'movedFromName', l.fields ->> 'movedByName', s.lagrum, s.circle,
                l.fields ->> 'markingReason', s.struck_by, concat(s.flagged_by, s.pinned_by, s.done_by),
                encode(c.hash, 'hex')
            FROM log_chain c
            LEFT JOIN log_content l ON l.stream_id = c.stream_id AND l.number = c.number
            LEFT JOIN line_state s ON s.stream_id = c.stream_id AND s.number = c.number
            WHERE c.stream_id = '{0}' ORDER BY c.number) TO STDOUT (FORMAT csv, DELIMITER ';')
        """;

    private const string ProofCopy =
        """
        COPY (
            SELECT c.stream_id, c.number, c.key, c.recorded_at, c.digest, c.hash, l.secret, l.fields
            FROM log_chain c LEFT JOIN log_content l ON l.stream_id = c.stream_id AND l.number = c.number
            ORDER BY c.stream_id, c.number) TO STDOUT (FORMAT csv)
        """;

    public static async Task RunAsync(Ground ground, Arguments asked, CancellationToken stop)
    {
        Console.WriteLine($"export: {Lines} rader ut ÷ PostgreSQL:s egen COPY av samma kolumner");
        var stream = await LongLog.OfAsync(ground, Lines, stop);
        await using var kris = await Child.KrisAsync(ground, stop);
        using var http = new HttpClient { BaseAddress = kris.Site };
        http.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Bearer", await Tokens.MakeAsync(ground, Duty.Registrator));
        var csv = new Ratio("CSV", "s") { AtMost = 1.5 };
        var proof = new Ratio("kontroll av hela journalen", "s") { AtMost = 1.5 };
        var source = ground.Services.GetRequiredService<NpgsqlDataSource>();
        var csvCopy = string.Format(null, System.Text.CompositeFormat.Parse(CsvCopy), stream);
        for (var round = 0; round <= asked.Rounds; round++)
        {
            var copy = await TimeAsync(() => CopyAsync(source, csvCopy, stop));
            var fetched = await TimeAsync(() => CsvAsync(http, stream, stop));
            var proofCopy = await TimeAsync(() => CopyAsync(source, ProofCopy, stop));
            var verify = await TimeAsync(() => VerifyAsync(source, stop));
            // The first round warms both up.
            if (round == 0)
                continue;
            csv.Add(fetched, copy);
            proof.Add(verify, proofCopy);
        }

        csv.Print();
        proof.Print();
    }

    private static async Task<double> TimeAsync(Func<Task> once)
    {
        GC.Collect();
        var from = Stopwatch.GetTimestamp();
        await once();
        return Stopwatch.GetElapsedTime(from).TotalSeconds;
    }

    private static async Task CopyAsync(NpgsqlDataSource source, string sql, CancellationToken stop)
    {
        await using var connection = await source.OpenConnectionAsync(stop);
        using var rows = await connection.BeginTextExportAsync(sql, stop);
        var buffer = new char[64 * 1024];
        var length = 0L;
        for (var read = await rows.ReadAsync(buffer, stop); read > 0; read = await rows.ReadAsync(buffer, stop))
            length += read;
        if (length < Lines)
            throw new BenchException("COPY gav färre rader än det finns.");
    }

    // All of it: who may, the line about it in the log, the readings, and every byte of the answer.
    private static async Task CsvAsync(HttpClient http, Guid stream, CancellationToken stop)
    {
        var address = new Uri($"/api/v1/incidents/{stream}/export/csv", UriKind.Relative);
        using var answer = await http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, stop);
        await using var file = await answer.Content.ReadAsStreamAsync(stop);
        var buffer = new byte[64 * 1024];
        var rows = 0;
        for (var read = await file.ReadAsync(buffer, stop); read > 0; read = await file.ReadAsync(buffer, stop))
            rows += buffer.AsSpan(0, read).Count((byte)'\n');
        if (!answer.IsSuccessStatusCode || rows < Lines)
            throw new BenchException($"Kalkylbladet kom inte helt: {(int)answer.StatusCode}, {rows} rader.");
    }

    private static async Task VerifyAsync(NpgsqlDataSource source, CancellationToken stop)
    {
        var report = await new JournalAudit(source).RunAsync(cancellationToken: stop);
        if (!report.Holds || report.Lines < Lines)
            throw new BenchException("Kontrollen höll inte, eller såg inte alla rader.");
    }
}
