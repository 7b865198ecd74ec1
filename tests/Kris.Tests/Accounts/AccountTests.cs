using Kris.Domain.Accounts;
using Kris.Domain.Journal;

namespace Kris.Tests.Accounts;

public sealed class AccountTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 3, 15, 0, TimeSpan.Zero);

    public static TheoryData<Duty> NotAdministrators() =>
        [.. Duties.All.Where(duty => duty is not Duty.Administrator)];

    [Fact]
    public void An_account_is_created_with_a_line_that_tells_of_it()
    {
        var account = Account.Create(" TIB.1 ", " En TiB ", Actors.Administrator, Now);

        Assert.Equal(("tib.1", "En TiB", Now), (account.UserName, account.Name, account.CreatedAt));
        Assert.Equal("account-created", Assert.Single(account.Recorded).Fields[LineFields.Act]);
    }

    [Fact]
    public void A_number_is_ones_own_affair_or_an_administrators_and_is_not_told_in_the_log()
    {
        var account = New();
        var owner = new Actor(account.Id, account.Name, Duty.Tib);

        account.SetPhone(" 070-174 06 05 ", owner);
        Assert.Equal("070-174 06 05", account.Phone);
        Assert.DoesNotContain("174", account.Recorded[^1].Fields[LineFields.Text], StringComparison.Ordinal);
        account.SetPhone("+46 (0)8 123 45 67", Actors.Administrator);
        account.SetPhone("", Actors.Administrator);

        Assert.Null(account.Phone);
        Refused.ForDuty("någon annans nummer", () => account.SetPhone("112 112", Actors.Stabschef));
        Refused.ForRule("telefonnummer med siffror", () => account.SetPhone("ring Anna", owner));
        Refused.ForRule("telefonnummer med siffror", () => account.SetPhone("javascript:1", owner));
        Refused.ForRule("redan", () => account.SetPhone(" ", owner));
        Refused.ForRule("för lång", () => account.SetPhone(new string('1', 31), owner));
    }

    [Fact]
    public void Whoever_held_a_duty_at_a_time_acted_in_it_then()
    {
        var account = New();
        var period = Held(account, Duty.Tib);
        account.Withdraw(period, othersAdminister: true, Actors.Administrator, Now.AddHours(2));

        Assert.Equal(account.Id, account.ActingAt(Duty.Tib, null, Now.AddHours(1))?.Id);
        Assert.Equal(account.Id, account.ActingAt(Duty.Tib, null, Now.AddHours(2).AddSeconds(29))?.Id);
        Assert.Null(account.ActingAt(Duty.Tib, null, Now.AddHours(2).AddSeconds(30)));
        Assert.Null(account.ActingAt(Duty.Tib, null, Now.AddDays(-9)));
        Assert.Null(account.ActingAt(Duty.Tib, Actors.Vatten, Now.AddHours(1)));
        Assert.Null(account.ActingAt(Duty.Stabschef, null, Now.AddHours(1)));
    }

    [Theory]
    [MemberData(nameof(NotAdministrators))]
    public void Nobody_but_an_administrator_touches_an_account(Duty duty)
    {
        var by = Actors.In(duty);
        var account = New();
        var period = Held(account, Duty.Tib);

        Refused.ForDuty("lägga upp", () => Account.Create("tib", "En TiB", by, Now));
        Refused.ForDuty("tilldela", () => account.Assign(Duty.Tib, null, Now, null, by, Now));
        Refused.ForDuty("ta bort", () => account.Withdraw(period, othersAdminister: true, by, Now));
        Refused.ForDuty("stänga av", () => account.Disable(othersAdminister: true, by, Now));
        Refused.ForDuty("öppna", () => account.Enable(by, Now));
        Refused.ForDuty("lösenord", () => account.NotePasswordReset(by));
        Assert.Equal(2, account.Recorded.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("-tib")]
    [InlineData("två ord")]
    [InlineData("förman")]
    [InlineData("a_b")]
    [InlineData("a\nb")]
    public void A_user_name_that_cannot_be_typed_everywhere_is_refused(string userName) =>
        Refused.ForRule("nvändarnamn", () => Account.Create(userName, "En TiB", Actors.Administrator, Now));

    [Fact]
    public void A_name_is_needed_and_has_a_length()
    {
        Refused.ForRule("ett namn som visas", () => Account.Create("tib", " ", Actors.Administrator, Now));
        Refused.ForRule(
            "för lång",
            () => Account.Create("tib", new string('a', Account.NameMaxLength + 1), Actors.Administrator, Now));
        Refused.ForRule(
            "för lång",
            () => Account.Create(new string('a', Account.UserNameMaxLength + 1), "En TiB", Actors.Administrator, Now));
    }

    [Fact]
    public void A_duty_holds_from_its_first_moment_until_its_last_is_reached()
    {
        var account = New();
        account.Assign(Duty.Tib, null, Now, Now.AddDays(7), Actors.Administrator, Now);

        Assert.False(account.Holds(Duty.Tib, Now.AddTicks(-1)));
        Assert.True(account.Holds(Duty.Tib, Now));
        Assert.True(account.Holds(Duty.Tib, Now.AddDays(7).AddTicks(-1)));
        Assert.False(account.Holds(Duty.Tib, Now.AddDays(7)));
        Assert.False(account.Holds(Duty.Stabschef, Now));
    }

    [Fact]
    public void A_duty_until_further_notice_holds_until_it_is_withdrawn()
    {
        var account = New();
        var period = Held(account, Duty.Tib);

        account.Withdraw(period, othersAdminister: false, Actors.Administrator, Now.AddHours(1));

        Assert.True(account.Holds(Duty.Tib, Now.AddMinutes(59)));
        Assert.False(account.Holds(Duty.Tib, Now.AddHours(1)));
        Assert.Equal(Actors.Administrator.Name, account.Duties[0].WithdrawnBy);
        Assert.Equal("duty-withdrawn", account.Recorded[^1].Fields[LineFields.Act]);
    }

    [Fact]
    public void A_duty_cannot_be_withdrawn_twice_nor_when_it_was_never_held()
    {
        var account = New();
        var period = Held(account, Duty.Tib);
        account.Withdraw(period, othersAdminister: true, Actors.Administrator, Now);

        Refused.ForRule("redan borttagen", () => account.Withdraw(period, true, Actors.Administrator, Now));
        Refused.ForRule("redan borttagen", () => account.Withdraw(Guid.NewGuid(), true, Actors.Administrator, Now));
    }

    [Fact]
    public void A_period_that_ends_before_it_begins_is_refused()
    {
        var account = New();

        Refused.ForRule("slutar innan", () => account.Assign(Duty.Tib, null, Now, Now, Actors.Administrator, Now));
        Refused.ForRule(
            "slutar innan", () => account.Assign(Duty.Tib, null, Now, Now.AddTicks(-1), Actors.Administrator, Now));
        Assert.Empty(account.Duties);
    }

    [Fact]
    public void A_forvaltningschef_heads_a_forvaltning()
    {
        var account = New();

        Refused.ForRule(
            "behöver en förvaltning",
            () => account.Assign(Duty.Forvaltningschef, null, Now, null, Actors.Administrator, Now));
        account.Assign(Duty.Forvaltningschef, Actors.Vatten, Now, null, Actors.Administrator, Now);

        Assert.Equal(Actors.Vatten, account.Duties[0].Unit);
        Assert.Equal(Actors.Vatten.ToString(), account.Recorded[^1].Fields["assignedUnit"]);
    }

    [Fact]
    public void An_account_has_a_bound_on_its_duties()
    {
        var account = New();
        for (var held = 0; held < Account.MaxDuties; held++)
            account.Assign(Duty.Lasare, null, Now, null, Actors.Administrator, Now);

        Refused.ForRule("för många", () => account.Assign(Duty.Lasare, null, Now, null, Actors.Administrator, Now));
    }

    [Fact]
    public void The_last_one_who_can_administer_stays()
    {
        var account = New();
        var period = Held(account, Duty.Administrator);

        Refused.ForRule("sista", () => account.Withdraw(period, othersAdminister: false, Actors.Administrator, Now));
        Refused.ForRule("sista", () => account.Disable(othersAdminister: false, Actors.Administrator, Now));
        Assert.True(account.Holds(Duty.Administrator, Now));

        account.Withdraw(period, othersAdminister: true, Actors.Administrator, Now);
        account.Disable(othersAdminister: false, Actors.Administrator, Now);
        Assert.True(account.IsDisabled);
    }

    [Fact]
    public void Nobody_disables_the_own_account()
    {
        var account = New();
        var self = Actors.Administrator with { Id = account.Id };

        Refused.ForRule("ditt eget", () => account.Disable(othersAdminister: true, self, Now));
    }

    [Fact]
    public void A_disabled_account_gets_no_duties_until_it_is_opened_again()
    {
        var account = New();
        account.Disable(othersAdminister: true, Actors.Administrator, Now);

        Refused.ForRule("redan avstängt", () => account.Disable(othersAdminister: true, Actors.Administrator, Now));
        Refused.ForRule("avstängt", () => account.Assign(Duty.Tib, null, Now, null, Actors.Administrator, Now));
        account.Enable(Actors.Administrator, Now);
        Refused.ForRule("redan öppet", () => account.Enable(Actors.Administrator, Now));

        Assert.Equal((null, null), (account.DisabledAt, account.DisabledBy));
        Assert.Equal(
            ["account-created", "account-disabled", "account-enabled"],
            account.Recorded.Select(line => line.Fields[LineFields.Act]));
    }

    [Fact]
    public void A_person_notes_the_own_new_password_in_any_duty_and_the_line_has_no_password()
    {
        var account = New();

        account.NotePasswordReset(Actors.In(Duty.Lasare) with { Id = account.Id });
        account.NotePasswordReset(Actors.Administrator);

        Assert.Equal("En TiB bytte sitt lösenord.", account.Recorded[1].Fields[LineFields.Text]);
        Assert.Equal("Lösenordet för tib sattes av en administratör.", account.Recorded[2].Fields[LineFields.Text]);
    }

    private static Account New() => Account.Create("tib", "En TiB", Actors.Administrator, Now);

    private static Guid Held(Account account, Duty duty)
    {
        account.Assign(duty, null, Now, null, Actors.Administrator, Now);
        return account.Duties[^1].Id;
    }
}
