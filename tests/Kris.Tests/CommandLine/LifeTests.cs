using System.Net.Http.Headers;
using Kris.Data.Server;
using Kris.Domain.Journal;
using Kris.Tests.Journal.Attachments;
using Kris.Tests.Server;
using Kris.Tests.Web;

namespace Kris.Tests.CommandLine;

/// <summary>The life of a Kris without the invented municipality: killed, copied, lost and restored.</summary>
public sealed class LifeTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Dictionary<string, string> settings = new(StringComparer.Ordinal)
    {
        ["KRIS_PORT"] = $"{KrisProgram.FreePort()}",
        ["KRIS_DEMO"] = "0",
    };

    private readonly Guid key = Guid.CreateVersion7();
    private Guid incident;
    private string token = "";

    public LifeTests() => settings["KRIS_DATA"] = folder.Data.Root;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Killed_it_recovers_stopped_it_is_gone_and_lost_it_is_restored()
    {
        await BeKilledAsync();
        var heads = await KeepHeadsAsync();
        var copy = (await RunAsync("backup")).Output;
        await BeStoppedAsync();
        Directory.Delete(folder.Data.Postgres, recursive: true);

        var restored = await RunAsync("restore", copy, "--yes");
        var verified = await RunAsync("verify", "--against", heads);

        Assert.True(restored.Code == 0, restored.Errors);
        Assert.True(verified.Code == 0, verified.Output);
        Assert.Contains("En bilaga är kontrollerad mot sina rader.", verified.Output);
        Assert.Contains("Nya loggblad får nummer från 1001.", restored.Output);
        Assert.Equal(
            File.ReadLines(heads).Skip(1),
            (await RunAsync("heads")).Output.Split('\n').Skip(1)
                .Where(line => !line.StartsWith($"{LogSheet.Register}", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_file_that_is_no_copy_leaves_the_database_as_it_was()
    {
        var file = Path.Combine(folder.Data.Root, "inte-en-kopia.dump");
        await File.WriteAllTextAsync(file, "Hej");

        var refused = await RunAsync("restore", file, "--yes");
        var unsure = await RunAsync("restore", file);

        Assert.Equal(1, refused.Code);
        Assert.Contains("gick inte att läsa tillbaka; databasen är som den var", refused.Errors);
        Assert.Equal(1, unsure.Code);
        Assert.Equal("Ingen finns att fråga. Lägg till --yes om kopian ska läsas tillbaka.", unsure.Errors);
    }

    // Killed with kill -9, it leaves its PostgreSQL running; the next command takes care of that.
    private async Task BeKilledAsync()
    {
        await using var kris = await KrisProgram.UpAsync(settings);
        Assert.False(File.Exists(folder.Data.DemoAccounts));
        Assert.StartsWith(
            $"http://localhost:{settings["KRIS_PORT"]}/forsta-administrator?nyckel=",
            await File.ReadAllTextAsync(folder.Data.AdminLink));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.Data.AdminLink));
        Assert.Equal(folder.Data.AdminLink, (await RunAsync("admin-link")).Output);

        token = (await RunAsync("token", "--name", "Prov", "--duty", "tib")).Output;
        using var program = Program();
        incident = (await program.OpenAsync()).Id;
        Assert.Equal(201, (await program.WriteAsync(incident, "Skriven före avbrottet.", key)).Code);
        var file = Guid.CreateVersion7();
        var sent = await AttachmentApiTests.SendAsync(program, incident, file, SampleFiles.Png, "skada.png");
        Assert.Equal(201, sent.Code);
        Assert.Equal(201, (await AttachmentApiTests.WriteAsync(program, incident, file)).Code);
        await kris.KillAsync();
    }

    private async Task<string> KeepHeadsAsync()
    {
        var file = Path.Combine(folder.Data.Root, "huvuden.txt");
        await File.WriteAllTextAsync(file, (await RunAsync("heads")).Output + "\n");
        return file;
    }

    // Started without KRIS_DEMO=0 it is no demo for that: what a database holds is settled at its first start.
    private async Task BeStoppedAsync()
    {
        var asDemo = settings.Where(setting => setting.Key != "KRIS_DEMO").ToDictionary(StringComparer.Ordinal);
        await using var kris = await KrisProgram.UpAsync(asDemo);
        using var program = Program();
        var again = await program.WriteAsync(incident, "Skriven före avbrottet.", key);
        Assert.Equal((200, 2L), (again.Code, again.Number));
        Assert.False(File.Exists(folder.Data.DemoAccounts));

        Assert.InRange((await kris.StopAsync()).TotalSeconds, 0, 10);
        Assert.Equal(0, (await kris.EndAsync()).Code);
        Assert.Null(PostmasterFile.Read(folder.Data));
    }

    private Task<Ended> RunAsync(params string[] args) => KrisProgram.RunAsync(settings, args);

    private HttpClient Program()
    {
        var client = new HttpClient { BaseAddress = new Uri($"http://localhost:{settings["KRIS_PORT"]}") };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }
}
