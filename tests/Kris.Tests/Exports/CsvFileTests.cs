using System.Text;
using Kris.Data.Journal;
using Kris.Domain.Journal;
using Kris.Tests.Accounts;
using Kris.Tests.Incidents;
using Kris.Web.Exports;

namespace Kris.Tests.Exports;

/// <summary>A cell by itself: what the API trims may stand in a line that came another way.</summary>
public sealed class CsvFileTests
{
    [Theory]
    [InlineData("\t=1+1")]
    [InlineData("\r=1+1")]
    [InlineData("\n=1+1")]
    public async Task What_begins_with_a_blank_that_hides_a_formula_is_text(string text)
    {
        var fields = LineFields.Of(LineKind.Anteckning, "Larm.", Actors.Tib, occurredAt: null);
        fields[LineFields.From] = text;
        var line = new JournalLine(Guid.NewGuid(), 1, Guid.NewGuid(), Given.Now, [], fields, LineState.Untouched);
        var columns = new CsvColumns(Closings.None, new Dictionary<Guid, string>(), new Dictionary<long, string>());
        using var file = new MemoryStream();

        await CsvFile.WriteAsync(file, new[] { line }.ToAsyncEnumerable(), ReadingRight.Of(Actors.Tib), columns);

        Assert.Contains($";\"'{text}\";", Encoding.UTF8.GetString(file.ToArray()), StringComparison.Ordinal);
    }
}
