using System.Globalization;
using Kris.Data.Server;
using Kris.Tests.Server;
using Kris.Web.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Kris.Tests.CommandLine;

[Collection(TestServerCollection.Name)]
public sealed class NightlyBackupTests(TestServer server)
{
    [Theory]
    [InlineData(null, "2026-11-23 10:00", true)]
    [InlineData("2026-11-23 03:30", "2026-11-23 03:31", false)]
    [InlineData("2026-11-22 03:30", "2026-11-23 03:29", false)]
    [InlineData("2026-11-22 03:30", "2026-11-23 03:30", true)]
    [InlineData("2026-11-22 14:00", "2026-11-23 09:00", true)]
    [InlineData("2026-11-20 03:30", "2026-11-23 02:00", true)]
    public void A_copy_is_due_when_a_night_has_passed_without_one(string? newest, string now, bool isDue) =>
        Assert.Equal(isDue, NightlyBackup.IsDue(newest is null ? null : Time(newest), Time(now)));

    [Fact]
    public async Task Copies_are_kept_for_fourteen_days_and_the_newest_always()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 3, 30, 0, TimeSpan.Zero));
        var backup = new PrivateBackup(server.Postgres, clock);
        var folder = server.Postgres.Folder.Backups;
        File.WriteAllText(Path.Combine(folder, "anteckningar.txt"), "Rörs inte.");

        await backup.TakeAsync(backup.NextPath());
        clock.Advance(TimeSpan.FromDays(13));
        var early = backup.Prune();
        await backup.TakeAsync(backup.NextPath());
        clock.Advance(TimeSpan.FromDays(2));
        var late = backup.Prune();
        clock.Advance(TimeSpan.FromDays(100));

        Assert.Equal((0, 1, 0), (early, late, backup.Prune()));
        Assert.Equal(
            ["anteckningar.txt", "kris-20261206-033000.dump"],
            Directory.EnumerateFiles(folder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task A_copy_that_cannot_be_written_leaves_nothing_behind()
    {
        var backup = new PrivateBackup(server.Postgres, TimeProvider.System);
        var path = Path.Combine(server.Postgres.Folder.Root, "finns-inte", "kopia.dump");

        var failure = await Assert.ThrowsAsync<StartupException>(() => backup.TakeAsync(path));

        Assert.Contains("går inte att skriva till", failure.Message);
    }

    private static DateTime Time(string text) => DateTime.Parse(text, CultureInfo.InvariantCulture);
}
