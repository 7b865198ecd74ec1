using System.Globalization;
using Kris.Tests.Server;
using Npgsql;

namespace Kris.Browser.Faults.Kinds;

/// <summary>
/// The disk that PostgreSQL's own log lies on alone is filled. PostgreSQL can then do nothing but stop, and is started
/// again and again until there is room; meanwhile there is no database, to read or to write.
/// </summary>
internal static class WalFull
{
    private const string Name = "wal-full";
    private const int Megabytes = 700;
    private const string DidNotStop = "Loggens disk är full och ändå stannade inte PostgreSQL.";

    public static async Task<Figures> RunAsync(Stage stage, Extent extent)
    {
        var (disk, why) = await Disk.TryMakeAsync(Megabytes);
        if (disk is null)
            return new Figures(Name) { NotRun = why };

        using var made = disk;
        var folder = new TemporaryFolder();
        await using var ground = await Ground.PrivateAsync(
            folder, folder.Data, () => disk.TakeLogAsync(folder.Data));
        var (node, connection) = (ground.Nodes[0], ground.Connection);
        await using var trial = await Trial.BeginAsync(ground, extent, Name, node.Address);
        // A single round makes do without: what a page says meanwhile is what it says in the other faults.
        if (extent.HasBrowsers && extent.Rounds > 1)
            await trial.AddPersonAsync(stage.Browsers, node.Address, node.Address);
        var (stops, slowest) = (0, TimeSpan.Zero);
        node.Heard += line => stops += line.Contains("dog och startas om", StringComparison.Ordinal) ? 1 : 0;
        while (trial.HasMore)
        {
            await trial.RoundAsync(async () =>
            {
                trial.Count();
                var before = stops;
                // On a busy machine somebody may be refused for another reason before that.
                var back = await DiskFull.FillAsync(
                    trial, disk, () => UseUpAsync(connection), () => stops > before, DidNotStop);
                slowest = back > slowest ? back : slowest;
            });
        }

        trial.Note(string.Create(
            CultureInfo.InvariantCulture,
            $"PostgreSQL stannade {stops} gånger; första kvittensen som längst {slowest.TotalSeconds:0.0} s efter att "
            + $"disken tömdes."));
        if (slowest > DiskFull.LongestReturn)
            trial.Fail($"Det dröjde {slowest.TotalSeconds:0.0} s från att disken var tömd till en kvittens.");
        return trial.Result();
    }

    // PostgreSQL keeps some files of its log at hand to write anew: they are used up, a file at a time.
    private static async Task UseUpAsync(string connection)
    {
        try
        {
            await using var source = NpgsqlDataSource.Create($"{connection};Pooling=false;Timeout=2;Command Timeout=3");
            await using var command = source.CreateCommand("SELECT pg_switch_wal()");
            await command.ExecuteNonQueryAsync();
        }
        catch (NpgsqlException)
        {
            // It has stopped.
        }
    }
}
