using System.Text.RegularExpressions;

namespace Kris.Tests.HouseRules;

/// <summary>Every page says who may enter. Deny by default is the net below, not the answer.</summary>
public sealed partial class PageRuleTests
{
    [Fact]
    public void Every_page_says_who_may_enter() => SizeRuleTests.Holds(
        from source in Sources.OfProgram(".razor")
        where !SaysWhoMayEnter(source.Text)
        select source.Path);

    [Fact]
    public void A_page_is_called_a_page_and_a_dialog_a_dialog() => SizeRuleTests.Holds(
        from source in Sources.OfProgram(".razor")
        let name = Path.GetFileNameWithoutExtension(source.Path)
        where Route().IsMatch(source.Text) != name.EndsWith("Page", StringComparison.Ordinal)
        select source.Path);

    [Fact]
    public void A_component_is_one_file() => SizeRuleTests.Holds(
        from source in Sources.OfProgram(".cs")
        where source.Path.EndsWith(".razor.cs", StringComparison.Ordinal)
        select source.Path);

    [Theory]
    [InlineData("<p>Not a page.</p>", true)]
    [InlineData("@page \"/\"\n@attribute [AllowAnonymous]", true)]
    [InlineData("@page \"/\"\n@attribute [Authorize(Policy = Policies.Reads)]", true)]
    [InlineData("@page \"/\"\n@attribute [Authorize(\"reads\")]", true)]
    [InlineData("@page \"/\"", false)]
    [InlineData("@page \"/\"\n@attribute [Authorize]", false)]
    [InlineData("@page \"/\"\n@attribute [Authorize(Roles = \"tib\")]", false)]
    [InlineData("@page \"/\"\n@* @attribute [AllowAnonymous] *@", false)]
    public void A_policy_is_told_from_none(string page, bool says) => Assert.Equal(says, SaysWhoMayEnter(page));

    private static bool SaysWhoMayEnter(string component) => !Route().IsMatch(component) || Policy().IsMatch(component);

    [GeneratedRegex("^@page \"", RegexOptions.Multiline, 1_000)]
    private static partial Regex Route();

    [GeneratedRegex(
        @"^@attribute \[(AllowAnonymous|Authorize\((Policy = )?(""[a-z-]+""|[A-Z][\w.]+)\))\]\s*$",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        1_000)]
    private static partial Regex Policy();
}
