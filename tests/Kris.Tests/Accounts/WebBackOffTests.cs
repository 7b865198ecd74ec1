using Kris.Web.Accounts;

namespace Kris.Tests.Accounts;

public sealed class WebBackOffTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 3, 15, 0, TimeSpan.Zero);

    [Fact]
    public void Waits_grow_from_nothing_to_a_minute_and_no_further()
    {
        var waits = new List<double>();
        var backOff = new BackOff(Failures: 0, Until: null);
        for (var at = Now; waits.Count < 14; at += backOff.WaitAt(at))
        {
            backOff = backOff.Failed(at);
            waits.Add(backOff.WaitAt(at).TotalSeconds);
        }

        Assert.Equal([0, 0, 0, 0, 2, 4, 8, 16, 32, 60, 60, 60, 60, 60], waits);
    }

    [Fact]
    public void What_went_wrong_long_ago_is_forgotten()
    {
        var backOff = new BackOff(Failures: 30, Until: Now).Failed(Now.AddMinutes(16));

        Assert.Equal(1, backOff.Failures);
    }

    [Theory]
    [InlineData("kort lösen!", false)]
    [InlineData("korrekt häst batteri", true)]
    [InlineData("aaaaaaaaaaaa", true)]
    [InlineData("anna.andersson", false)]
    [InlineData("ANNA.ANDERSSON1", false)]
    [InlineData("anna.andersson och hennes häst", true)]
    public void A_password_is_long_and_not_the_user_name(string password, bool isGood) =>
        Assert.Equal(isGood, PasswordRule.Problem("anna.andersson", password) is null);

    [Fact]
    public void A_password_to_hand_over_keeps_the_rule_and_is_never_the_same() =>
        Assert.All(
            Enumerable.Range(0, 20).Select(_ => PasswordRule.Generate()).ToHashSet(),
            password => Assert.Null(PasswordRule.Problem("tib", password)));
}
