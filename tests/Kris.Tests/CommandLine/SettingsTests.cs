using Kris.Tests.Journal;
using Kris.Tests.Server;

namespace Kris.Tests.CommandLine;

/// <summary>What is wrong in the environment is said before anything is started.</summary>
public sealed class SettingsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("KRIS_PORT är åttio", "KRIS_PORT=åttio")]
    [InlineData("mellan 1 och 65535", "KRIS_PORT=70000")]
    [InlineData("KRIS_URL är kris.se, men ska vara en hel adress", "KRIS_URL=kris.se")]
    [InlineData("en hel adress utan sökväg", "KRIS_URL=https://kris.se/kris")]
    [InlineData("det kräver TLS", "KRIS_URL=https://kris.se")]
    [InlineData("går inte att läsa som certifikat", "KRIS_URL=https://kris.se", "KRIS_CERT=/finns/inte.pem")]
    [InlineData("går inte att läsa som certifikat", "KRIS_URL=https://kris.se", "KRIS_CERT=/etc/hostname")]
    [InlineData("KRIS_DB_OWNER är satt, men inte KRIS_DB", "KRIS_DB_OWNER=Host=x;Username=y")]
    [InlineData("KRIS_DB går inte att läsa", "KRIS_DB=postgres://kris@server/kris")]
    [InlineData("Databasen i KRIS_DB går inte att nå (127.0.0.1:9", "KRIS_DB=Host=127.0.0.1;Port=9;Username=kris")]
    [InlineData("går inte att skriva i", "KRIS_DATA=/dev/null/kris")]
    public async Task It_is_one_sentence_and_no_stack_trace(string sentence, params string[] settings)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["KRIS_DATA"] = folder.Data.Root,
            ["KRIS_PORT"] = $"{KrisProgram.FreePort()}",
        };
        foreach (var setting in settings)
            environment[setting.Split('=')[0]] = setting[(setting.IndexOf('=', StringComparison.Ordinal) + 1)..];

        var ended = await KrisProgram.RunAsync(environment, "up");

        Assert.Equal(1, ended.Code);
        Assert.Contains(sentence, ended.Errors);
        Assert.Single(ended.Errors.Split('\n'));
    }

    [Theory]
    [InlineData("verify")]
    [InlineData("heads")]
    [InlineData("token", "list")]
    [InlineData("backup")]
    [InlineData("rebuild")]
    [InlineData("admin-link")]
    public async Task Before_the_first_start_there_is_no_database_to_work_on(params string[] args)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["KRIS_DATA"] = folder.Data.Root };

        var ended = await KrisProgram.RunAsync(environment, args);

        Assert.Equal(args[0] is "verify" ? 2 : 1, ended.Code);
        Assert.Contains("Starta Kris med ./kris up", ended.Errors);
    }

    [Fact]
    public async Task A_file_is_verified_without_any_database()
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["KRIS_DATA"] = "/dev/null/kris" };
        var file = Path.Combine(folder.Data.Root, "export.json");
        var lines = ProofStream.Build(2);
        await File.WriteAllBytesAsync(
            file, await ProofStream.ExportAsync(ProofStream.Header(lines), lines.Select(line => line.Proven())));
        var edited = Path.Combine(folder.Data.Root, "edited.json");
        var text = await File.ReadAllTextAsync(file);
        await File.WriteAllTextAsync(edited, text.Replace("gata 2", "gata 3", StringComparison.Ordinal));

        var holds = await KrisProgram.RunAsync(environment, "verify", file);
        var broken = await KrisProgram.RunAsync(environment, "verify", edited);

        Assert.True(holds.Code == 0, holds.Errors);
        Assert.Contains("2 rader är kontrollerade, och alla håller.", holds.Output);
        Assert.Equal(1, broken.Code);
        Assert.Contains("Rad 2 håller inte", broken.Output);
    }
}
