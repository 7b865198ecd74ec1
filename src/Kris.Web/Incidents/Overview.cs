using Kris.Data;
using Kris.Data.Incidents;
using Kris.Data.Journal;
using Kris.Domain.Incidents;
using Kris.Web.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Kris.Web.Incidents;

/// <summary>An open incident as Läge, the head of every page and the wall display show it.</summary>
public sealed record ActiveIncident(
    Guid Id,
    int Number,
    string Title,
    IncidentLevel Level,
    bool IsLifeDanger,
    bool IsExercise,
    DateTimeOffset Began,
    DateTimeOffset LastLineAt,
    string? LedBy,
    EquatableList Units,
    bool SuggestsCentralSupport,
    bool HasOpenProposal,
    bool AsksForCentralSupport);

/// <summary>Units that compare by what they hold, so that two pictures of the same thing are equal.</summary>
public sealed class EquatableList(IReadOnlyList<Guid> ids) : IEquatable<EquatableList>
{
    public IReadOnlyList<Guid> Ids => ids;

    public bool Equals(EquatableList? other) => other is not null && ids.SequenceEqual(other.Ids);

    public override bool Equals(object? obj) => Equals(obj as EquatableList);

    public override int GetHashCode() => ids.Count;
}

/// <summary>
/// The open incidents, loaded once and shared by every circuit: at once when this node changes something, and every
/// two seconds for what other nodes do.
/// </summary>
public sealed class Overview(
    IDbContextFactory<KrisDb> factory, JournalStore journal, JournalSignal signal, ILogger<Overview> log)
    : BackgroundWork
{
    public const int MaxShown = 200;

    private static readonly TimeSpan PollEvery = TimeSpan.FromSeconds(2);

    // Many lines in a burst are one new picture.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);

    private readonly SemaphoreSlim woken = new(0, 1);
    private readonly InTurn loading = new();
    private Action? changed;
    private bool isLoaded;

    public IReadOnlyList<ActiveIncident> Active { get; private set; } = [];

    public IDisposable Watch(Action onChange)
    {
        changed += onChange;
        Wake(Guid.Empty);
        return new Journal.Watch(() => changed -= onChange);
    }

    /// <summary>The picture as it is now, for a page that has not seen one.</summary>
    public async Task<IReadOnlyList<ActiveIncident>> EnsureAsync()
    {
        if (!isLoaded || changed is null)
            await LoadAsync();
        return Active;
    }

    protected override async Task WorkAsync(CancellationToken stop)
    {
        signal.StreamGrew += Wake;
        try
        {
            while (true)
            {
                await woken.WaitAsync(PollEvery, stop);
                if (changed is not null)
                    await TryLoadAsync();
                await Task.Delay(Pause, stop);
            }
        }
        finally
        {
            signal.StreamGrew -= Wake;
        }
    }

    private void Wake(Guid stream)
    {
        try
        {
            if (woken.CurrentCount == 0)
                woken.Release();
        }
        catch (SemaphoreFullException)
        {
            // Somebody else has just woken it.
        }
    }

    private async Task TryLoadAsync()
    {
        try
        {
            await LoadAsync();
        }
        catch (Exception failed)
        {
            // Whatever it was, the next picture is tried in two seconds.
            log.LogWarning("The open incidents could not be loaded: {Reason}", failed.Message);
        }
    }

    private async Task LoadAsync()
    {
        if (!await loading.AskAsync(IsNewAsync))
            return;
        foreach (var watcher in changed?.GetInvocationList() ?? [])
            Journal.Quietly.Run((Action)watcher, log);
    }

    private async Task<bool> IsNewAsync()
    {
        await using var db = await factory.CreateDbContextAsync();
        var open = await db.Incidents.AsNoTracking().Open().GravestFirst().Take(MaxShown).ToListAsync();
        var last = await journal.LastLineAsync([.. open.Select(i => i.Id)]);
        var picture = open.Select(i => Row(i, last.GetValueOrDefault(i.Id, i.OpenedAt))).ToList();
        if (isLoaded && picture.SequenceEqual(Active))
            return false;
        Active = picture;
        return isLoaded = true;
    }

    private static ActiveIncident Row(Incident i, DateTimeOffset lastLineAt) => new(
        i.Id,
        i.Number,
        i.Facts.Title,
        i.Level,
        i.IsLifeDanger,
        i.Facts.IsExercise,
        i.Facts.Began,
        lastLineAt,
        i.Facts.LedBy,
        new EquatableList(i.Facts.Units),
        i.SuggestsCentralSupport,
        i.HasOpenProposal,
        i.CentralSupportAskedAt is not null && i.Level is IncidentLevel.Storning);
}
