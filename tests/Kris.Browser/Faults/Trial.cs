using System.Diagnostics;
using Kris.Browser.Running;

namespace Kris.Browser.Faults;

/// <summary>How much of a fault is wanted: by a seed, until a time or a number of rounds is reached.</summary>
internal sealed record Extent(int Seed, TimeSpan Time, int Rounds)
{
    /// <summary>Programs that write at the same time.</summary>
    public int Writers { get; init; } = 4;

    /// <summary>Whether people with browsers write too; without them, what is killed can be killed oftener.</summary>
    public bool HasBrowsers { get; init; } = true;

    /// <summary>How many malformed inputs are sent.</summary>
    public int Inputs { get; init; } = 1_000;
}

/// <summary>
/// One fault, let loose on a ground while somebody writes. After each time the writers finish what they have, and all
/// that must hold is looked at.
/// </summary>
internal sealed class Trial : IAsyncDisposable
{
    private readonly Ground ground;
    private readonly Extent extent;
    private readonly string fault;
    private readonly Records records;
    private readonly Guid[] incidents;
    private readonly long begun = Stopwatch.GetTimestamp();
    private readonly List<ApiWriter> programs = [];
    private readonly List<BrowserWriter> people = [];
    private readonly List<string> broken = [];
    private readonly List<string> notes = [];
    private readonly ProgramFaults faults = new();
    private CancellationTokenSource stop = new();
    private Task programsWrite = Task.CompletedTask;
    private Task peopleWrite = Task.CompletedTask;
    private int times;
    private int rounds;
    private Verdict last = new(0, 0, 0, []);

    private Trial(Ground ground, Extent extent, string fault, Guid[] incidents)
    {
        this.ground = ground;
        this.extent = extent;
        this.fault = fault;
        this.incidents = incidents;
        records = new Records(ground.Connection);
        // The same seed chooses the same for one fault whichever others are run.
        Random = new Random(extent.Seed + fault.Sum(letter => letter));
    }

    public Random Random { get; }

    public Ledger Ledger { get; } = new(TimeProvider.System);

    public IReadOnlyList<Guid> Incidents => incidents;

    public IReadOnlyList<BrowserWriter> People => people;

    /// <summary>Whether the database's clock is right, and with it the times of its commits.</summary>
    public bool HasTrueDatabaseClock { get; set; } = true;

    public bool HasMore =>
        broken.Count == 0 && rounds < extent.Rounds && (rounds == 0 || Stopwatch.GetElapsedTime(begun) < extent.Time);

    /// <param name="addresses">Where the writers find the nodes, by wire or without.</param>
    public static async Task<Trial> BeginAsync(
        Ground ground, Extent extent, string fault, params IReadOnlyList<string> addresses)
    {
        var trial = new Trial(ground, extent, fault, await ground.People.IncidentsAsync(3));
        foreach (var node in ground.Nodes)
            trial.faults.Listen(node);
        var token = await ground.People.TokenAsync();
        for (var number = 1; number <= extent.Writers; number++)
        {
            trial.programs.Add(new ApiWriter(
                addresses, token, trial.incidents, $"Program {number}", trial.NextRandom(), trial.Ledger));
        }

        return trial;
    }

    public Random NextRandom() => new(Random.Next());

    /// <summary>Somebody with a browser, who writes too from the next round on.</summary>
    public async Task<BrowserWriter> AddPersonAsync(
        Browsers browsers, string node, string address, DateTimeOffset? wrong = null)
    {
        var context = await browsers.LoggedInAsync(await ground.People.AccountAsync(), node, address);
        var writer = await BrowserWriter.OpenAsync(
            context, incidents[people.Count % incidents.Length], $"Person {people.Count + 1}", NextRandom(), Ledger,
            wrong);
        people.Add(writer);
        return writer;
    }

    /// <summary>Writes while the fault is let loose; then everybody finishes, and everything is looked at.</summary>
    public async Task RoundAsync(Func<Task> letLoose)
    {
        rounds++;
        Begin();
        await PauseAsync(100, 800);
        await letLoose();
        await PauseAsync(100, 800);
        await SettleAsync();
    }

    public void Count() => Interlocked.Increment(ref times);

    public void Note(string sentence) => notes.Add(sentence);

    public void Fail(string sentence) => broken.Add(sentence);

    public Task PauseAsync(int fromMilliseconds, int toMilliseconds) =>
        Task.Delay(Random.Next(fromMilliseconds, toMilliseconds));

    public Figures Result()
    {
        var reloads = people.Sum(person => person.Reloads);
        if (people.Count > 0)
        {
            notes.Add($"Ur webbläsarna {people.Sum(person => person.WithFile)} rader med bilaga, "
                + $"{people.Sum(person => person.HalfTyped)} som en stund stod halvskrivna och "
                + $"{people.Sum(person => person.WithoutServer)} från sidan utan server.");
        }

        return new Figures(fault)
        {
            Times = times,
            Lines = Ledger.Lines.Count,
            Acknowledged = Ledger.Acknowledged + Ledger.Sayings.Count,
            Lost = last.Lost,
            Doubled = last.Doubled,
            Gaps = last.Gaps,
            LongestGap = Ledger.LongestGap,
            Notes = reloads == 0 ? notes : [.. notes, $"Sidor som fick öppnas på nytt för hand: {reloads}."],
            Broken = [.. broken, .. faults.Said],
        };
    }

    public async ValueTask DisposeAsync()
    {
        faults.Dispose();
        await stop.CancelAsync();
        await Task.WhenAll(programsWrite, peopleWrite);
        foreach (var program in programs)
            program.Dispose();
        foreach (var person in people)
            await person.DisposeAsync();
        stop.Dispose();
    }

    private void Begin()
    {
        stop.Dispose();
        stop = new CancellationTokenSource();
        Ledger.Writes(true);
        programsWrite = Task.WhenAll(programs.Select(program => program.WriteAsync(stop.Token)));
        peopleWrite = Task.WhenAll(people.Select(person => person.WriteAsync(stop.Token)));
    }

    private async Task SettleAsync()
    {
        await stop.CancelAsync();
        await programsWrite;
        Ledger.Writes(false);
        await peopleWrite;
        foreach (var person in people)
            await person.DrainAsync();
        var lines = await records.LinesAsync(incidents);
        if (!HasTrueDatabaseClock)
            lines = [.. lines.Select(line => line with { CommittedAt = DateTimeOffset.MinValue })];
        last = new Invariants(lines, Ledger).Check();
        broken.AddRange(last.Sentences.Except(broken));
        broken.AddRange((await records.VerifyAsync()).Except(broken));
    }
}
