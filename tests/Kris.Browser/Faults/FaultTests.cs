namespace Kris.Browser.Faults;

/// <summary>The grounds for all tests of faults.</summary>
public sealed class FaultStage : IAsyncLifetime
{
    internal Stage Stage { get; } = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await Stage.DisposeAsync();
}

[CollectionDefinition(Name)]
public sealed class FaultCollection : ICollectionFixture<FaultStage>
{
    public const string Name = "Kris under faults";
}

/// <summary>
/// The faults that happen most, for a round or two. ./kris faults lets all of them loose, and for longer: silent
/// databases, full disks, wrong clocks and two nodes take minutes that every run of the tests cannot have.
/// </summary>
[Collection(FaultCollection.Name)]
public sealed class FaultTests(FaultStage stage)
{
    private const int Seed = 20261125;

    public static TheoryData<string, int> Faults() => new()
    {
        { "web-killed", 1 },
        { "database-killed", 1 },
        { "wire-cut", 2 },
        { "same-again", 1 },
        { "malformed", 1 },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Nothing_that_was_acknowledged_is_lost_or_doubled(string fault, int rounds)
    {
        var kind = Campaign.Kinds.Single(kind => kind.Name == fault);

        var figures = await kind.RunAsync(stage.Stage, new Extent(Seed, TimeSpan.FromMinutes(1), rounds));

        Assert.True(figures.Holds, $"Seed {Seed}:\n{figures}");
        var isDone = figures.NotRun is not null || figures.Times > 0;
        Assert.True(isDone, $"Nothing was done:\n{figures}");
    }
}
