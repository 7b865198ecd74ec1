using Kris.Domain.Journal;
using Kris.Tests.Accounts;

namespace Kris.Tests.Exports;

/// <summary>What the log says of what was taken out of it.</summary>
public sealed class LogExportTests
{
    [Fact]
    public void Which_lines_a_filter_showed_is_told_as_runs() =>
        Assert.Equal("3 5-7 9", Fields([3, 5, 6, 7, 9])["numbers"]);

    [Fact]
    public void Where_they_are_many_they_are_told_by_a_digest()
    {
        var fields = Fields(Enumerable.Range(1, 1_000).Select(number => 2L * number));

        Assert.False(fields.ContainsKey("numbers"));
        Assert.Matches("^[0-9a-f]{64}$", fields["numbersSha256"]);
    }

    [Fact]
    public void The_whole_log_is_told_by_its_ends()
    {
        var fields = Record(new LogCut(1, 9, WithSystem: false), 4).Fields;

        Assert.Equal(("1", "9", "false", "4"), (fields["first"], fields["last"], fields["system"], fields["lines"]));
        Assert.False(fields.ContainsKey("numbers"));
    }

    private static IReadOnlyDictionary<string, string> Fields(IEnumerable<long> numbers) =>
        Record(new LogCut(1, 5_000, WithSystem: true).Showing(numbers), 5).Fields;

    private static NewLine Record(LogCut cut, long lines) =>
        LogExport.Record(Guid.NewGuid(), Guid.NewGuid(), cut, lines, ExportFormat.Csv, Actors.Stabschef);
}
