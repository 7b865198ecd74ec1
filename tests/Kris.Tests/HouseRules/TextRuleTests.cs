using System.Text.RegularExpressions;

namespace Kris.Tests.HouseRules;

/// <summary>What is not to stand in the code, wherever it would.</summary>
public sealed partial class TextRuleTests
{
    /// <summary>Where SQL is at home: the journal, its search, the migrations and the servers they are in.</summary>
    private static readonly string[] SqlPlaces =
    [
        "src/Kris.Data/Journal/", "src/Kris.Data/Search/", "src/Kris.Data/Server/", "src/Kris.Data/Migrator.cs",
    ];

    /// <summary>Who may ask the machine for the time past TimeProvider, and why.</summary>
    private static readonly Dictionary<string, string> OwnClocks = [];

    [Fact]
    public void The_clock_is_handed_in() => Holds(
        from source in Sources.Of(".cs", ".razor")
        where !OwnClocks.ContainsKey(source.Path)
        from use in Uses(Clock(), source)
        select use);

    [Fact]
    public void Whoever_has_a_clock_of_its_own_still_uses_it() => Assert.All(
        OwnClocks.Keys,
        path => Assert.Matches(Clock(), Sources.All.Single(source => source.Path == path).CSharp));

    [Fact]
    public void Rows_are_changed_through_aggregates_and_sql_stays_in_its_place() => Holds(
        from source in Sources.OfProgram(".cs", ".razor")
        where !SqlPlaces.Any(place => source.Path.StartsWith(place, StringComparison.Ordinal))
        from use in Uses(Sql(), source)
        select use);

    [Fact]
    public void What_is_left_to_do_stands_in_an_issue_and_not_in_the_code() => Holds(
        from source in Sources.All
        where source.Name != $"{nameof(TextRuleTests)}.cs"
        from line in source.Lines
        where LeftToDo().IsMatch(line.Text)
        select $"{source.Path}:{line.Number}");

    [Fact]
    public void No_warning_is_switched_off_in_place() => Holds(
        from source in Sources.Of(".cs", ".razor")
        from use in Uses(SwitchedOff(), source)
        select use);

    [Fact]
    public void Names_in_code_are_ascii() => Holds(
        from source in Sources.Of(".cs", ".razor")
        from use in Uses(Diacritics(), source)
        select use);

    [Theory]
    [InlineData("var now = DateTime.UtcNow;", true)]
    [InlineData("var now = DateTimeOffset . Now;", true)]
    [InlineData("$\"{DateTime.Today:d}\"", true)]
    [InlineData("// DateTime.Now is not used", false)]
    [InlineData("\"DateTime.Now\"", false)]
    [InlineData("clock.GetUtcNow()", false)]
    public void The_clock_is_seen_where_it_is_used(string code, bool isSeen) =>
        Assert.Equal(isSeen, Clock().IsMatch(CSharpText.CodeOf(code)));

    [Theory]
    [InlineData("await rows.ExecuteDeleteAsync();", true)]
    [InlineData("db.Database.ExecuteSqlRawAsync(sql)", true)]
    [InlineData("db.Incidents.FromSqlInterpolated(sql)", true)]
    [InlineData("new NpgsqlCommand(sql)", true)]
    [InlineData("db.Incidents.Where(i => i.IsOpen)", false)]
    public void Sql_is_seen_where_it_is_used(string code, bool isSeen) => Assert.Equal(isSeen, Sql().IsMatch(code));

    [Theory]
    [InlineData("var händelse = 1;", true)]
    [InlineData("$\"{händelse}\"", true)]
    [InlineData("var text = \"händelse\";", false)]
    [InlineData("/* händelse */ var a = @\"ö\"\"ö\" + $@\"ö{{ö\" + 'ö' + $\"\"\"ö\"ö{a}\"\"\";", false)]
    public void Names_are_told_from_words(string code, bool isName) =>
        Assert.Equal(isName, Diacritics().IsMatch(CSharpText.CodeOf(code)));

    private static void Holds(IEnumerable<string> broken) => SizeRuleTests.Holds(broken);

    private static IEnumerable<string> Uses(Regex banned, Source source) =>
        banned.Matches(source.CSharp).Select(match => $"{source.Path}: {match.Value}");

    [GeneratedRegex(@"\bDateTime(Offset)?\s*\.\s*(Now|UtcNow|Today)\b", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Clock();

    [GeneratedRegex(
        @"\b(Execute(Update|Delete|Sql)|FromSql|SqlQuery|NpgsqlCommand|NpgsqlBatch|CreateCommand)\w*",
        RegexOptions.ExplicitCapture,
        1_000)]
    private static partial Regex Sql();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex LeftToDo();

    [GeneratedRegex(@"#\s*pragma\s+warning\s+disable|\bSuppressMessage\b", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex SwitchedOff();

    [GeneratedRegex(@"\w*[åäöÅÄÖéÉüÜ]\w*", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Diacritics();
}
