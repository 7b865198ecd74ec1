using System.Net.Http.Headers;
using Kris.Tests.Server;

namespace Kris.Tests.CommandLine;

/// <summary>One Kris with its invented municipality, for the tests that only use it.</summary>
public sealed class DemoKris : IAsyncLifetime
{
    private readonly int port = KrisProgram.FreePort();
    private TemporaryFolder? folder;
    private KrisProgram? program;

    public TemporaryFolder Folder => folder ?? throw new InvalidOperationException("Kris is not started.");

    public KrisProgram Program => program ?? throw new InvalidOperationException("Kris is not started.");

    public Uri Site => new($"http://localhost:{port}");

    public IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["KRIS_DATA"] = Folder.Data.Root,
        ["KRIS_PORT"] = $"{port}",
    };

    public async Task InitializeAsync()
    {
        folder = new TemporaryFolder();
        program = await KrisProgram.UpAsync(Settings);
    }

    public Task<Ended> RunAsync(params string[] args) => KrisProgram.RunAsync(Settings, args);

    /// <summary>What goes wrong with other settings than the ones it runs with.</summary>
    public Task<Ended> RunWithAsync(string name, string value, params string[] args) =>
        KrisProgram.RunAsync(
            new Dictionary<string, string>(Settings, StringComparer.Ordinal) { [name] = value }, args);

    public async Task<string> TokenAsync(string duty, string name) =>
        (await RunAsync("token", "--name", name, "--duty", duty)).Output;

    public HttpClient Bearing(string token)
    {
        var client = new HttpClient { BaseAddress = Site, Timeout = TimeSpan.FromSeconds(20) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>The first start plays two courses of events; what counts lines waits until they are in.</summary>
    public async Task UntilPlayedAsync()
    {
        var mark = Path.Combine(Folder.Data.Root, "demo-replayed.txt");
        for (var tries = 0; !File.Exists(mark) && tries < 600; tries++)
            await Task.Delay(100);
        Assert.True(File.Exists(mark), $"The courses of events were not played:\n{Program.Output}");
    }

    public async Task DisposeAsync()
    {
        if (program is not null)
            await program.DisposeAsync();
        folder?.Dispose();
    }
}

[CollectionDefinition(Name)]
public sealed class DemoKrisCollection : ICollectionFixture<DemoKris>
{
    public const string Name = "Demo";
}
