using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Kris.Tests.Journal.Attachments;
using Kris.Tests.Server;
using Kris.Tests.Web;

namespace Kris.Tests.CommandLine;

/// <summary>Kris on a database server of the municipality's own, open to others by TLS.</summary>
[Collection(TestServerCollection.Name)]
public sealed class SharedServerTests(TestServer server) : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly int port = KrisProgram.FreePort();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task It_is_open_to_others_by_tls_without_demo_and_helps_them_to_trust_it()
    {
        var settings = await SettingsAsync();
        var made = await KrisProgram.RunAsync(settings, "cert", "kris.lokal", "192.168.7.20");
        Assert.Contains($"KRIS_URL=https://kris.lokal:{port}", made.Output);
        settings["KRIS_URL"] = $"https://kris.lokal:{port}";
        settings["KRIS_CERT"] = Path.Combine(folder.Data.Certificates, "kris.pem");
        await using var kris = await KrisProgram.UpAsync(settings);
        using var visitor = Trusting(Path.Combine(folder.Data.Certificates, "kris-ca.crt"));

        using var page = await visitor.GetAsync(new Uri($"https://kris.lokal:{port}/lita-pa"));
        using var login = await visitor.GetAsync(new Uri($"https://192.168.7.20:{port}/logga-in"));
        var authority = await visitor.GetByteArrayAsync(new Uri($"https://kris.lokal:{port}/lita-pa/kris-ca.crt"));

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Contains(made.Output.Split('\n')[^1].Trim(), await page.Content.ReadAsStringAsync());
        Assert.Contains("max-age=", page.Headers.GetValues("Strict-Transport-Security").Single());
        Assert.DoesNotContain("demo-accounts", await login.Content.ReadAsStringAsync());
        Assert.Contains("Kris", X509CertificateLoader.LoadCertificate(authority).Subject);
        Assert.StartsWith(settings["KRIS_URL"], await File.ReadAllTextAsync(folder.Data.AdminLink));
        Assert.False(File.Exists(folder.Data.DemoAccounts));
    }

    [Fact]
    public async Task A_file_is_sent_by_tls_as_browsers_do_it()
    {
        var settings = await SettingsAsync();
        await KrisProgram.RunAsync(settings, "cert", "kris.lokal");
        settings["KRIS_URL"] = $"https://kris.lokal:{port}";
        settings["KRIS_CERT"] = Path.Combine(folder.Data.Certificates, "kris.pem");
        await using var kris = await KrisProgram.UpAsync(settings);
        var token = (await KrisProgram.RunAsync(settings, "token", "--name", "Prov", "--duty", "tib")).Output;
        using var sender = Trusting(Path.Combine(folder.Data.Certificates, "kris-ca.crt"));
        sender.BaseAddress = new Uri($"https://kris.lokal:{port}");
        sender.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        sender.DefaultRequestVersion = HttpVersion.Version20;
        sender.DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact;

        var incident = (await sender.OpenAsync()).Id;
        var key = Guid.CreateVersion7();
        var sent = await AttachmentApiTests.SendAsync(sender, incident, key, SampleFiles.Png, "skada.png");

        Assert.True(sent.Code == 201, $"{sent.Code} {sent.Raw}");
    }

    [Fact]
    public async Task Keys_and_certificates_are_for_the_owner_alone()
    {
        await KrisProgram.RunAsync(await SettingsAsync(), "cert", "kris.lokal");

        foreach (var file in Directory.EnumerateFiles(folder.Data.Certificates))
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task A_role_that_could_change_the_journal_is_refused()
    {
        var settings = await SettingsAsync();
        Assert.Equal(0, (await KrisProgram.RunAsync(settings, "migrate")).Code);
        var owner = settings["KRIS_DB_OWNER"];

        var super = owner.Replace("kris_owner", "postgres", StringComparison.Ordinal);
        var asSuper = await WithAsync(settings, "KRIS_DB", super);
        var asOwner = await WithAsync(settings, "KRIS_DB", owner);

        Assert.Contains("är superanvändare och skulle kunna ändra journalen", asSuper);
        Assert.Contains("äger tabellen", asOwner);
    }

    [Fact]
    public async Task Without_an_owner_there_must_be_nothing_to_migrate()
    {
        var settings = await SettingsAsync();
        settings.Remove("KRIS_DB_OWNER");

        var refused = await KrisProgram.RunAsync(settings, "up");

        Assert.Equal(1, refused.Code);
        Assert.Contains("KRIS_DB_OWNER är inte satt", refused.Errors);
    }

    [Fact]
    public async Task A_copy_is_taken_where_the_server_is_looked_after()
    {
        var refused = await KrisProgram.RunAsync(await SettingsAsync(), "backup");

        Assert.Equal(1, refused.Code);
        Assert.Contains("Med KRIS_DB säkerhetskopieras databasen där dess server sköts", refused.Errors);
    }

    private static async Task<string> WithAsync(Dictionary<string, string> settings, string name, string value)
    {
        var ended = await KrisProgram.RunAsync(
            new Dictionary<string, string>(settings, StringComparer.Ordinal) { [name] = value }, "up");
        Assert.Equal(1, ended.Code);
        return ended.Errors;
    }

    private async Task<Dictionary<string, string>> SettingsAsync()
    {
        var database = await server.NewDatabaseAsync();
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["KRIS_DATA"] = folder.Data.Root,
            ["KRIS_PORT"] = $"{port}",
            ["KRIS_DB"] = server.App(database),
            ["KRIS_DB_OWNER"] = server.Owner(database),
        };
    }

    // Every name leads to this machine, and only the room's own authority is trusted.
    private static HttpClient Trusting(string authority)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.Add(X509CertificateLoader.LoadCertificateFromFile(authority));
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (asked, stop) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(IPAddress.Loopback, asked.DnsEndPoint.Port, stop);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        handler.SslOptions.CertificateChainPolicy = policy;
        return new HttpClient(handler);
    }
}
