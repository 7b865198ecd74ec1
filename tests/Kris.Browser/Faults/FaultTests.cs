using System.Reflection;
using Xunit.Sdk;

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

    [Theory]
    [Fault("web-killed", 1)]
    [Fault("database-killed", 1)]
    [Fault("wire-cut", 4)]
    [Fault("database-cut", 3)]
    [Fault("disk-full", 1)]
    [Fault("wal-full", 1)]
    [Fault("clock-wrong", 1)]
    [Fault("same-again", 1)]
    [Fault("two-nodes", 1)]
    [Fault("malformed", 1)]
    public async Task Nothing_that_was_acknowledged_is_lost_or_doubled(string fault, int rounds)
    {
        var kind = Campaign.Kind(fault);

        var figures = await kind.RunAsync(stage.Stage, new Extent(Seed, TimeSpan.FromMinutes(2), rounds));

        Assert.True(figures.Holds, $"Seed {Seed}:\n{figures}");
        Assert.True(figures.NotRun is null && figures.Times > 0, $"Nothing was done:\n{figures}");
    }

    [Fact]
    public void Every_fault_is_among_them()
    {
        var faults = GetType().GetMethod(nameof(Nothing_that_was_acknowledged_is_lost_or_doubled))!
            .GetCustomAttributes<FaultAttribute>().Select(attribute => attribute.Fault);

        Assert.Equal(Campaign.Kinds.Select(kind => kind.Name).Order(), faults.Order());
    }
}

/// <summary>
/// A fault for so many rounds. Where the computer lacks what it takes the test is skipped and says why, so that nobody
/// takes it for one that has passed.
/// </summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class FaultAttribute(string fault, int rounds) : DataAttribute
{
    public string Fault => fault;

    public override string? Skip
    {
        get => Campaign.Kind(fault).Lacks();
        set => throw new NotSupportedException();
    }

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[fault, rounds]];
}
