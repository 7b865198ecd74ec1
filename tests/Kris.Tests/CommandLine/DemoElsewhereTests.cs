using Kris.Tests.Server;

namespace Kris.Tests.CommandLine;

/// <summary>The invented people stay on the machine that invented them.</summary>
[Collection(DemoKrisCollection.Name)]
public sealed class DemoElsewhereTests(DemoKris kris) : IDisposable
{
    private readonly TemporaryFolder elsewhere = new();

    public void Dispose() => elsewhere.Dispose();

    [Fact]
    public async Task A_copy_of_the_demo_is_not_started_as_a_real_one()
    {
        var copy = Path.Combine(elsewhere.Data.Root, "demo.dump");
        Assert.Equal(0, (await kris.RunAsync("backup", "--to", copy)).Code);
        Assert.Equal(0, (await kris.RunWithAsync("KRIS_DATA", elsewhere.Data.Root, "restore", copy, "--yes")).Code);
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["KRIS_DATA"] = elsewhere.Data.Root,
            ["KRIS_PORT"] = $"{KrisProgram.FreePort()}",
            ["KRIS_DEMO"] = "0",
        };

        var refused = await KrisProgram.RunAsync(settings, "up");

        Assert.Equal(1, refused.Code);
        Assert.Contains("Databasen innehåller demokommunen", refused.Errors);
    }
}
