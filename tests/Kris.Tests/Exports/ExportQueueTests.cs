using Kris.Data.Journal;
using Kris.Domain;
using Kris.Domain.Accounts;
using Kris.Domain.Journal;
using Kris.Tests.Accounts;
using Kris.Tests.Incidents;
using Kris.Tests.Server;
using Npgsql;

namespace Kris.Tests.Exports;

/// <summary>The queue by itself: who gets which job, and when.</summary>
[Collection(LogServerCollection.Name)]
public sealed class ExportQueueTests(TestServer postgres) : IAsyncLifetime
{
    private static readonly ChainHead Head = new(7, new byte[32]);
    private static readonly TimeSpan Short = TimeSpan.FromMinutes(5);

    private TestKris? kris;
    private NpgsqlDataSource? source;
    private ExportJobs? jobs;
    private Guid incident;

    private ExportJobs Jobs => jobs!;

    private ExportQueue Queue => new(source!, Jobs);

    public async Task InitializeAsync()
    {
        kris = await TestKris.NewAsync(postgres);
        source = NpgsqlDataSource.Create(kris.App);
        jobs = new ExportJobs(source);
        incident = (await kris.OpenAsync()).Id;
    }

    public async Task DisposeAsync()
    {
        await source!.DisposeAsync();
        await kris!.DisposeAsync();
    }

    [Fact]
    public async Task Two_printers_never_have_the_same_job()
    {
        await AskAsync();
        await AskAsync();

        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Queue.TakeAsync(Guid.NewGuid())));

        Assert.Equal(2, taken.OfType<ExportJob>().DistinctBy(job => job.Id).Count());
        Assert.Equal(2, taken.OfType<ExportJob>().Count());
    }

    [Fact]
    public async Task A_printer_that_is_heard_of_keeps_its_job_and_one_that_is_silent_loses_it()
    {
        var (first, second) = (Guid.NewGuid(), Guid.NewGuid());
        var job = await AskAsync();
        await Queue.TakeAsync(first);
        await PassAsync(job.Id, TimeSpan.FromSeconds(14));

        Assert.Null(await Queue.TakeAsync(second));
        await Queue.BeatAsync(job.Id, first);
        await PassAsync(job.Id, TimeSpan.FromSeconds(14));
        Assert.Null(await Queue.TakeAsync(second));
        await PassAsync(job.Id, TimeSpan.FromSeconds(2));
        Assert.Equal(job.Id, (await Queue.TakeAsync(second))?.Id);
        Assert.False(await Queue.KeepAsync(job.Id, first, new(1, 1, 5, 0), [1], lines: 5));
        await Queue.EndAsync(job.Id, first, refusal: null);

        Assert.Equal(ExportState.Running, (await Jobs.FindAsync(job.Id))!.State);
    }

    [Fact]
    public async Task What_was_kept_is_there_for_whoever_goes_on()
    {
        var (first, second) = (Guid.NewGuid(), Guid.NewGuid());
        var job = await AskAsync();
        await Queue.TakeAsync(first);
        Assert.True(await Queue.KeepAsync(job.Id, first, new(1, 1, 5, 0), [1, 2, 3], lines: 5));
        await Queue.GiveBackAsync(job.Id, first);

        var taken = await Queue.TakeAsync(second);

        Assert.Equal((5, 1), (taken!.Done, taken.Tries));
        Assert.Equal([new ExportPart(1, 1, 5, 3)], taken.Parts);
        Assert.Equal([1, 2, 3], await Jobs.FileAsync(job.Id, 1));
    }

    [Fact]
    public async Task A_job_that_is_taken_away_is_noticed_by_its_printer()
    {
        var worker = Guid.NewGuid();
        var job = await AskAsync();
        await Queue.TakeAsync(worker);

        await Jobs.RemoveAsync(job.Id);

        Assert.False(await Queue.KeepAsync(job.Id, worker, new(1, 1, 5, 0), [1], lines: 5));
        Assert.Null(await Jobs.FindAsync(job.Id));
    }

    [Fact]
    public async Task A_queue_has_an_end_for_each_and_for_all()
    {
        for (var i = 0; i < ExportJobs.MaxOfOne; i++)
            await AskAsync();

        var own = await Assert.ThrowsAsync<RefusedException>(() => AskAsync());
        for (var i = ExportJobs.MaxOfOne; i < ExportJobs.MaxUnfinished; i++)
            await AskAsync(Actors.Stabschef with { Id = Guid.NewGuid() });
        var all = await Assert.ThrowsAsync<RefusedException>(() => AskAsync(Actors.Tib));

        Assert.StartsWith("Kön är full", own.Message, StringComparison.Ordinal);
        Assert.Equal(own.Message, all.Message);
    }

    [Fact]
    public async Task What_is_too_long_or_nothing_is_refused()
    {
        await Assert.ThrowsAsync<RefusedException>(() => Jobs.AskAsync(Job() with { Lines = 0 }));
        await Assert.ThrowsAsync<RefusedException>(() => Jobs.AskAsync(Job() with { Lines = ExportJobs.MaxLines + 1 }));
    }

    [Fact]
    public async Task After_a_day_it_is_gone_with_its_files()
    {
        var worker = Guid.NewGuid();
        var job = await AskAsync();
        await Queue.TakeAsync(worker);
        await Queue.KeepAsync(job.Id, worker, new(1, 1, 7, 0), [1], lines: 7);
        await Queue.EndAsync(job.Id, worker, refusal: null);

        await PassAsync(job.Id, TimeSpan.FromHours(23));
        Assert.Equal(0, await Queue.SweepAsync());
        await PassAsync(job.Id, TimeSpan.FromHours(2));
        Assert.Equal(1, await Queue.SweepAsync());

        var gone = await Assert.ThrowsAsync<RefusedException>(() => Jobs.FileAsync(job.Id, 1));
        Assert.Equal(Refusal.Unknown, gone.Kind);
    }

    [Fact]
    public async Task What_fails_again_and_again_is_hopeless()
    {
        var job = await BeCutOffAsync(await AskAsync(), times: 4);

        Assert.True(ExportQueue.IsHopeless(job));
        Assert.False(ExportQueue.IsHopeless(job with { Tries = 3 }));
    }

    [Fact]
    public async Task What_comes_further_each_time_is_not()
    {
        var job = await BeCutOffAsync(await AskAsync(), times: 3);
        var worker = Guid.NewGuid();
        await PassAsync(job.Id, TimeSpan.FromMinutes(1));
        await Queue.TakeAsync(worker);
        await Queue.KeepAsync(job.Id, worker, new(1, 1, 5, 0), [1], lines: 5);
        await Queue.GiveBackAsync(job.Id, worker);

        Assert.Equal(1, (await BeCutOffAsync(job, times: 1)).Tries);
    }

    [Fact]
    public async Task When_it_was_asked_for_is_told_by_the_database()
    {
        var job = await AskAsync();

        Assert.InRange(job.AskedAt - TimeProvider.System.GetUtcNow(), -Short, Short);
    }

    [Fact]
    public async Task Of_those_asked_for_at_once_no_more_than_may_wait_do()
    {
        var asked = await Task.WhenAll(Enumerable.Range(0, 12).Select(async _ =>
        {
            try
            {
                return await AskAsync();
            }
            catch (RefusedException)
            {
                return null;
            }
        }));

        Assert.Equal(ExportJobs.MaxOfOne, asked.OfType<ExportJob>().Count());
    }

    [Fact]
    public async Task Of_what_is_finished_the_oldest_go_where_newer_ones_fill_the_room()
    {
        var ids = new List<Guid>();
        for (var i = 0; i < ExportRoom.MaxShown + 2; i++)
            ids.Add((await FinishedAsync()).Id);

        Assert.Equal(ids.Skip(2).Reverse(), (await Jobs.OfAsync(incident, Actors.Stabschef.Id)).Select(job => job.Id));
        await using var connection = await source!.OpenConnectionAsync();
        await ExportRoom.MakeAsync(connection, default, maxBytesOfOne: 3);
        Assert.Equal(3, (await Jobs.OfAsync(incident, Actors.Stabschef.Id)).Count);
        await ExportRoom.MakeAsync(connection, default, maxBytes: 2);
        Assert.Equal(2, (await Jobs.OfAsync(incident, Actors.Stabschef.Id)).Count);
    }

    private async Task<ExportJob> FinishedAsync()
    {
        var worker = Guid.NewGuid();
        var job = await AskAsync();
        await Queue.TakeAsync(worker);
        await Queue.KeepAsync(job.Id, worker, new(1, 1, 7, 0), [1], lines: 7);
        await Queue.EndAsync(job.Id, worker, refusal: null);
        return job;
    }

    private async Task<ExportJob> BeCutOffAsync(ExportJob job, int times)
    {
        for (var i = 0; i < times; i++)
        {
            await PassAsync(job.Id, TimeSpan.FromMinutes(1));
            job = (await Queue.TakeAsync(Guid.NewGuid()))!;
        }

        return job;
    }

    // Time that passes for a job, since what time it is the database says.
    private async Task PassAsync(Guid job, TimeSpan time)
    {
        await using var command = source!.CreateCommand(
            "UPDATE export_job SET seen_at = seen_at - $2, asked_at = asked_at - $2 WHERE id = $1");
        command.Parameters.AddWithValue(job);
        command.Parameters.AddWithValue(time);
        await command.ExecuteNonQueryAsync();
    }

    private Task<ExportJob> AskAsync(Actor? by = null) => Jobs.AskAsync(Job(by));

    private ExportJob Job(Actor? by = null) =>
        new(Guid.NewGuid(), incident, by ?? Actors.Stabschef, new LogCut(1, 7, WithSystem: true), Head, Lines: 7);
}
