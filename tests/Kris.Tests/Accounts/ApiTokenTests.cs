using Kris.Domain.Accounts;
using Kris.Domain.Journal;

namespace Kris.Tests.Accounts;

public sealed class ApiTokenTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 3, 15, 0, TimeSpan.Zero);

    [Fact]
    public void A_token_is_given_out_for_one_duty_and_a_time_and_a_line_tells_of_it()
    {
        var token = New(Duty.Tib, days: 30);

        Assert.Equal((Duty.Tib, Now, Now.AddDays(30)), (token.Duty, token.CreatedAt, token.ExpiresAt));
        var line = Assert.Single(token.Recorded);
        Assert.Equal(("token-created", "tib"), (line.Fields[LineFields.Act], line.Fields["tokenDuty"]));
        Assert.DoesNotContain(line.Fields.Values, value => value.Contains("010203", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Duty.KlnOrdforande)]
    [InlineData(Duty.KlnVice)]
    [InlineData(Duty.KlnLedamot)]
    [InlineData(Duty.Administrator)]
    public void No_token_carries_what_is_a_persons_own(Duty duty) => Refused.ForRule("kan inte ges", () => New(duty));

    [Fact]
    public void Every_other_duty_can_be_carried()
    {
        var carried = Duties.All.Where(ApiToken.IsAllowed).Select(duty => New(duty, unit: Actors.Vatten).Duty);

        Assert.Equal(10, carried.Count());
    }

    [Theory]
    [InlineData(int.MinValue)]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(91)]
    [InlineData(int.MaxValue)]
    public void A_token_lives_between_a_day_and_ninety(int days) =>
        Refused.ForRule("1–90 dagar", () => New(Duty.Lasare, days: days));

    [Fact]
    public void A_token_works_until_it_expires()
    {
        var token = New(Duty.Lasare, days: 90);

        Assert.True(token.WorksAt(Now.AddDays(90).AddTicks(-1)));
        Assert.False(token.WorksAt(Now.AddDays(90)));
    }

    [Fact]
    public void A_revoked_token_works_no_more_and_is_not_revoked_again()
    {
        var token = New(Duty.Lasare);

        token.Revoke(Actors.Administrator, Now);

        Assert.False(token.WorksAt(Now));
        Assert.Equal("token-revoked", token.Recorded[^1].Fields[LineFields.Act]);
        Refused.ForRule("redan återkallad", () => token.Revoke(Actors.Administrator, Now));
    }

    [Fact]
    public void A_link_to_the_board_reads_and_nothing_else()
    {
        Refused.ForRule("bara läsa", () => New(Duty.Tib, use: TokenUse.Tavla));
        Assert.Equal(TokenUse.Tavla, New(Duty.Lasare, use: TokenUse.Tavla).Use);
    }

    [Fact]
    public void A_token_has_a_name_and_as_forvaltningschef_a_unit()
    {
        Refused.ForRule("behöver ett namn", () => New(Duty.Lasare, name: "\t"));
        Refused.ForRule("för lång", () => New(Duty.Lasare, name: new string('a', ApiToken.NameMaxLength + 1)));
        Refused.ForRule("behöver en förvaltning", () => New(Duty.Forvaltningschef));
    }

    [Theory]
    [MemberData(nameof(AccountTests.NotAdministrators), MemberType = typeof(AccountTests))]
    public void Nobody_but_an_administrator_gives_out_or_revokes_tokens(Duty duty)
    {
        var token = New(Duty.Lasare);

        Refused.ForDuty("ge ut", () => New(Duty.Lasare, by: Actors.In(duty)));
        Refused.ForDuty("återkalla", () => token.Revoke(Actors.In(duty), Now));
        Assert.True(token.WorksAt(Now));
    }

    private static ApiToken New(
        Duty duty,
        int days = 30,
        Guid? unit = null,
        string name = "Larmcentralen",
        TokenUse use = TokenUse.Api,
        Actor? by = null) =>
        ApiToken.Create(name, [1, 2, 3], use, duty, unit, days, by ?? Actors.Administrator, Now);
}
