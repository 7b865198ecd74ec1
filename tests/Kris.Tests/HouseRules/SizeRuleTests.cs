namespace Kris.Tests.HouseRules;

/// <summary>A file fits three screens, a method one, a line the width of one.</summary>
public sealed class SizeRuleTests
{
    private const int FileLines = 200;
    private const int TestFileLines = 300;
    private const int AssetLines = 300;
    private const int MethodLines = 40;
    private const int Columns = 120;

    [Fact]
    public void A_file_fits_three_screens() => Holds(
        from source in Sources.Of(".cs", ".razor", ".sql")
        let lines = source.Lines.Count()
        where lines > (source.IsTest ? TestFileLines : FileLines)
        select $"{source.Path} has {lines} lines");

    [Fact]
    public void A_style_sheet_or_script_fits_too() => Holds(
        from source in Sources.Of(".css", ".js")
        let lines = source.Lines.Count()
        where lines > AssetLines
        select $"{source.Path} has {lines} lines");

    [Fact]
    public void A_method_fits_one_screen() => Holds(
        from source in Sources.Of(".cs", ".razor")
        from member in CSharpMembers.Of(source.CSharp)
        where member.Lines > MethodLines
        select $"{source.Path}: {member.Header.Trim()} has {member.Lines} lines");

    [Fact]
    public void A_line_fits_the_screen() => Holds(
        from source in Sources.Of(".cs", ".razor", ".sql")
        from line in source.Lines
        where line.Text.Length > Columns
        select $"{source.Path}:{line.Number} has {line.Text.Length} columns");

    [Fact]
    public void There_are_files_to_measure()
    {
        Assert.Contains(Sources.All, source => source.Path == "src/Kris.Domain/Incidents/Incident.cs");
        Assert.DoesNotContain(Sources.All, source => source.Path.Contains("/obj/", StringComparison.Ordinal));
    }

    [Fact]
    public void A_method_is_measured_from_its_name_to_its_last_brace()
    {
        const string source =
            """
            namespace N;
            internal sealed class C<T>(int size) where T : class
            {
                private readonly Dictionary<int, int> data = new()
                {
                    [1] = 2,
                };

                public int Three { get; } = 3;

                public void One(int a = 1) // {
                {
                    if (a > 0) { Two("{"); }
                }

                private int Two(string text) =>
                    text.Length switch
                    {
                        0 => $"{new { a = 1 }}".Length,
                        _ => 1,
                    };
            }
            """;

        var members = CSharpMembers.Of(CSharpText.CodeOf(source));

        Assert.Equal(
            [("public int Three", 1), ("public void One(int a = 1)", 4), ("private int Two(string text) =>", 6)],
            members.Select(member => (member.Header.Split("     ")[0].Trim(), member.Lines)));
    }

    internal static void Holds(IEnumerable<string> broken)
    {
        var all = broken.ToList();
        Assert.True(all.Count == 0, string.Join('\n', all));
    }
}
