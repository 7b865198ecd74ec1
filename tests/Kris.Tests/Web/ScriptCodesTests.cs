using System.Text.RegularExpressions;
using Kris.Data.Accounts;
using Kris.Domain.Accounts;
using Kris.Domain.Journal;
using Kris.Tests.HouseRules;

namespace Kris.Tests.Web;

/// <summary>What the composer knows without a server is what the domain says.</summary>
public sealed partial class ScriptCodesTests
{
    [Fact]
    public void The_duties_of_the_composer_are_those_of_the_table() => Assert.Equal(
        Duties.All.Select(duty => (duty.Code(), duty.Swedish())),
        Pair().Matches(Script("duties.js")).Select(match => (match.Groups["code"].Value, match.Groups["name"].Value)));

    [Fact]
    public void The_kinds_of_the_composer_are_those_that_a_person_writes() => Assert.Equal(
        LineKinds.Written.Select(kind => (kind.Code(), kind.Swedish())),
        Kind().Matches(Script("kinds.js")).Select(match => (match.Groups["code"].Value, match.Groups["name"].Value)));

    [Theory]
    [InlineData("reliabilities")]
    [InlineData("channels")]
    [InlineData("horizons")]
    public void The_codes_of_the_composer_are_those_of_the_lines(string name)
    {
        var codes = name switch
        {
            "reliabilities" => LineCodes.Reliabilities,
            "channels" => LineCodes.Channels,
            _ => LineCodes.Horizons,
        };
        var list = Script("kinds.js").Split($"export const {name} = ")[1].Split("};")[0];

        Assert.Equal(
            codes.Select(code => (code.Key, code.Value)),
            Pair().Matches(list).Select(match => (match.Groups["code"].Value, match.Groups["name"].Value)));
    }

    [Fact]
    public void A_login_runs_out_without_a_server_when_it_does_with_one() => Assert.Contains(
        $"const life = {LoginSession.Life.TotalHours} * 60 * 60 * 1000;", Script("here.js"), StringComparison.Ordinal);

    private static string Script(string name) =>
        Sources.All.Single(source => source.Path == $"src/Kris.Web/wwwroot/js/{name}").Text;

    [GeneratedRegex(
        @"(?<=^|[\s{,])'?(?<code>[a-z-]+)'?: '(?<name>[^']+)'",
        RegexOptions.ExplicitCapture | RegexOptions.Multiline,
        1_000)]
    private static partial Regex Pair();

    [GeneratedRegex(
        @"^  (?<code>[a-z]+): \{ label: '(?<name>[^']+)'",
        RegexOptions.ExplicitCapture | RegexOptions.Multiline,
        1_000)]
    private static partial Regex Kind();
}
