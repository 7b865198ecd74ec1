using Kris.Domain.Accounts;
using Kris.Tests.Api;
using Kris.Tests.Server;
using Kris.Tests.Web;
using Kris.Web.Hosting;
using Npgsql;

namespace Kris.Tests.Exports;

/// <summary>A browser that is not as it should be.</summary>
[Collection(LogServerCollection.Name)]
public sealed class PrinterTests(TestServer postgres) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task One_that_is_too_old_for_the_margins_is_none()
    {
        await using var kris = await WithAsync("echo 'Chromium 120.0.6099.224 built on Debian'");
        var incident = await (await kris.ProgramAsync(Duty.Tib)).OpenAsync();
        var staff = await kris.ProgramAsync(Duty.Stabschef);

        var answer = await staff.PostAsync(Calls.Incident(incident.Id, "/exports"), new { key = Guid.NewGuid() });

        Assert.Equal(422, answer.Code);
        Assert.StartsWith(
            "Webbläsaren på servern har version 120, och Kris behöver 131", answer.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_fails_ends_no_job_but_is_tried_again()
    {
        await using var kris = await WithAsync("echo x >> \"$0.runs\"; echo 'Chromium 200.0'; exit 1");
        var incident = await (await kris.ProgramAsync(Duty.Tib)).OpenAsync();
        var staff = await kris.ProgramAsync(Duty.Stabschef);
        var key = Guid.NewGuid();
        await staff.PostAsync(Calls.Incident(incident.Id, "/exports"), new { key });

        await UntilAsync(() => Task.FromResult(Runs >= 2));
        await UntilAsync(async () =>
        {
            await BeSilentAsync(kris, key);
            return Runs >= 3;
        });

        Assert.Equal("running", (await staff.LookAsync(Calls.Incident(incident.Id, $"/exports/{key}"))).Text("state"));
    }

    private string Program => Path.Combine(folder.Data.Root, "chromium");

    private int Runs => File.Exists($"{Program}.runs") ? File.ReadLines($"{Program}.runs").Count() : 0;

    private async Task<KrisServer> WithAsync(string script)
    {
        await File.WriteAllTextAsync(Program, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(Program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return await KrisServer.StartAsync(postgres, new KrisSettings { Rate = 100_000, Chromium = Program });
    }

    private static async Task BeSilentAsync(KrisServer kris, Guid job)
    {
        await using var command = kris.Service<NpgsqlDataSource>().CreateCommand(
            "UPDATE export_job SET seen_at = seen_at - interval '1 minute' WHERE id = $1");
        command.Parameters.AddWithValue(job);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await isSo())
            await Task.Delay(100, patience.Token);
    }
}
