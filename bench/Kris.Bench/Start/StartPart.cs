using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Kris.Bench.Measures;
using Kris.Bench.Setup;

namespace Kris.Bench.Start;

/// <summary>
/// From nothing to the first page: the published program is started, with PostgreSQL up and migrated, and asked until
/// it answers 200. Once for whoever is not logged in, and once for one who is and gets Läge, which asks the database.
/// </summary>
internal static class StartPart
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task RunAsync(Ground ground, Arguments asked, CancellationToken stop)
    {
        Console.WriteLine("start: från start till första sidan ÷ en naken Blazorsida, PostgreSQL igång");
        var kris = await Published.KrisAsync(ground, stop);
        var bare = await Published.BareAsync(ground, stop);
        var cookie = await CookieAsync(ground, stop);
        var stranger = new Ratio("utan inloggning", "ms") { AtMost = 2 };
        var known = new Ratio("inloggad, Läge", "ms") { AtMost = 2 };

        // The first start of each reads the program from the disk; those that are measured find it in memory.
        await ColdAsync(KrisStart(ground, kris), null, stop);
        await ColdAsync(BareStart(bare), null, stop);
        for (var round = 0; round < asked.Rounds; round++)
        {
            var reference = await ColdAsync(BareStart(bare), null, stop);
            stranger.Add(await ColdAsync(KrisStart(ground, kris), null, stop), reference);
            known.Add(await ColdAsync(KrisStart(ground, kris), cookie, stop), reference);
        }

        stranger.Print();
        known.Print();
    }

    private static async Task<string> CookieAsync(Ground ground, CancellationToken stop)
    {
        await using var kris = await Child.KrisAsync(ground, stop);
        return (await People.LogInAsync(ground, kris.Site, 1, stop))[0];
    }

    private static (ProcessStartInfo Start, int Port) KrisStart(Ground ground, string program)
    {
        var port = FreePort();
        var start = new ProcessStartInfo("dotnet", [program, "up"])
        {
            Environment =
            {
                ["KRIS_DB"] = ground.AppConnection,
                ["KRIS_DB_OWNER"] = ground.OwnerConnection,
                ["KRIS_DATA"] = Path.Combine(ground.Folder, "start"),
                ["KRIS_PORT"] = port.ToString(CultureInfo.InvariantCulture),
            },
        };
        return (start, port);
    }

    private static (ProcessStartInfo Start, int Port) BareStart(string program)
    {
        var port = FreePort();
        return (new ProcessStartInfo("dotnet", [program, "--urls", $"http://localhost:{port}"]), port);
    }

    private static async Task<double> ColdAsync(
        (ProcessStartInfo Start, int Port) server, string? cookie, CancellationToken stop)
    {
        using var http = new HttpClient();
        (http.BaseAddress, http.Timeout) = (new Uri($"http://localhost:{server.Port}"), Patience);
        http.DefaultRequestHeaders.Add("Accept", "text/html");
        if (cookie is not null)
            http.DefaultRequestHeaders.Add("Cookie", cookie);
        server.Start.UseShellExecute = false;
        server.Start.RedirectStandardInput = true;
        server.Start.RedirectStandardOutput = true;
        server.Start.WorkingDirectory = Path.GetTempPath();
        var begun = Stopwatch.GetTimestamp();
        using var process = Process.Start(server.Start) ?? throw new BenchException("Programmet startade inte.");
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        try
        {
            while (!await AnswersAsync(http, stop))
            {
                if (process.HasExited || Stopwatch.GetElapsedTime(begun) > Patience)
                    throw new BenchException($"{server.Start.ArgumentList[0]} kom inte igång.");
                await Task.Delay(5, stop);
            }

            return Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    private static async Task<bool> AnswersAsync(HttpClient http, CancellationToken stop)
    {
        try
        {
            using var response = await http.GetAsync(new Uri("/", UriKind.Relative), stop);
            return response.StatusCode is HttpStatusCode.OK
                ? true
                : throw new BenchException($"Första sidan svarade {(int)response.StatusCode}.");
        }
        catch (HttpRequestException refused) when (refused.InnerException is SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
