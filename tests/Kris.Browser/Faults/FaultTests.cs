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
/// Every fault, for a round or a few. ./kris faults lets them loose for longer.
/// </summary>
[Collection(FaultCollection.Name)]
public sealed class FaultTests(FaultStage stage)
{
    private const int Seed = 20261125;

    public static TheoryData<string, int> Faults() => new()
    {
        { "web-killed", 1 },
        { "database-killed", 1 },
        { "wire-cut", 4 },
        { "database-cut", 3 },
        { "disk-full", 1 },
        { "wal-full", 1 },
        { "clock-wrong", 1 },
        { "same-again", 1 },
        { "two-nodes", 1 },
        { "malformed", 1 },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Nothing_that_was_acknowledged_is_lost_or_doubled(string fault, int rounds)
    {
        var kind = Campaign.Kinds.Single(kind => kind.Name == fault);

        var figures = await kind.RunAsync(stage.Stage, new Extent(Seed, TimeSpan.FromMinutes(2), rounds));

        Assert.True(figures.Holds, $"Seed {Seed}:\n{figures}");
        var isDone = figures.NotRun is not null || figures.Times > 0;
        Assert.True(isDone, $"Nothing was done:\n{figures}");
    }
}
