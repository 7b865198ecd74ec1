using System.Diagnostics;
using System.Globalization;
using Kris.Data.Journal;
using Kris.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Kris.Bench.Setup;

/// <summary>
/// Kris in a process of its own, as it serves, with a line on stdin for what can only be seen from inside: how much
/// the heap holds, and the moment at which a line was committed.
/// </summary>
internal static class KrisChild
{
    /// <summary>A free port, and no limit on how often one token may call: the load is what is measured.</summary>
    public static KrisSettings Settings { get; } = new() { Port = 0, Demo = false, Rate = 500_000 };

    public static async Task<int> RunAsync(string connection)
    {
        await using var kris = KrisHost.Build(Settings, connection);
        var committed = new Committed(kris.Services.GetRequiredService<JournalSignal>());
        await kris.StartAsync();
        Console.WriteLine(kris.Urls.First());
        while (await Console.In.ReadLineAsync() is { } line)
        {
            Console.WriteLine(line.Split(' ', 3) switch
            {
                ["heap"] => Heap(),
                ["line", var stream, var text] => await committed.WriteAsync(
                    kris.Services.GetRequiredService<JournalStore>(), Guid.Parse(stream), text),
                _ => throw new BenchException($"Okänd fråga: {line}"),
            });
        }

        await kris.StopAsync();
        return 0;
    }

    private static string Heap()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true).ToString(CultureInfo.InvariantCulture);
    }

    // The first to hear of a commit, as it is subscribed before anything is started.
    private sealed class Committed
    {
        private long at;

        public Committed(JournalSignal signal) => signal.StreamGrew += _ => at = Stopwatch.GetTimestamp();

        public async Task<string> WriteAsync(JournalStore journal, Guid stream, string text)
        {
            await journal.AppendAsync(Lines.Of(stream, text));
            return at.ToString(CultureInfo.InvariantCulture);
        }
    }
}
