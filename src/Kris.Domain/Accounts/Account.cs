using System.Text.RegularExpressions;

namespace Kris.Domain.Accounts;

/// <summary>A person who can log in, and the duties that the person holds. Credentials live apart from it.</summary>
public sealed partial class Account : Aggregate
{
    public const int UserNameMaxLength = 60;
    public const int NameMaxLength = 100;
    public const int PhoneMaxLength = 30;
    public const int MaxDuties = 200;

    // A page's clock is right to within half a minute. What was written in time is not refused for less.
    private static readonly TimeSpan ClockGrace = TimeSpan.FromSeconds(30);

    private readonly List<DutyPeriod> duties = [];

    private Account()
    {
    }

    public string UserName { get; private set; } = "";

    public string Name { get; private set; } = "";

    /// <summary>Where to call, as it is to be shown; nothing when nobody has said.</summary>
    public string? Phone { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset? DisabledAt { get; private set; }

    public string? DisabledBy { get; private set; }

    public IReadOnlyList<DutyPeriod> Duties => duties;

    public bool IsDisabled => DisabledAt is not null;

    /// <exception cref="RefusedException">Not by this duty, or a name that is missing or cannot be typed.</exception>
    public static Account Create(string userName, string name, Actor by, DateTimeOffset at)
    {
        Refuse.UnlessDuty(by.May(Act.AdministerAccounts), "Bara en administratör kan lägga upp konton.");
        var login = Refuse.UnlessText(userName, UserNameMaxLength, "Kontot behöver ett användarnamn.")
            .ToLowerInvariant();
        Refuse.If(
            !UserNamePattern().IsMatch(login),
            "Användarnamnet får bara innehålla små bokstäver a–z, siffror, punkt och bindestreck.");
        var account = new Account
        {
            Id = Guid.CreateVersion7(at),
            UserName = login,
            Name = Refuse.UnlessText(name, NameMaxLength, "Kontot behöver ett namn som visas."),
            CreatedAt = at,
        };
        account.Record("account-created", $"Kontot {account.UserName} lades upp för {account.Name}.", by);
        return account;
    }

    /// <exception cref="RefusedException">
    /// Not by this duty, no unit where one is needed, or a period that ends first.
    /// </exception>
    public void Assign(Duty duty, Guid? unit, DateTimeOffset from, DateTimeOffset? until, Actor by, DateTimeOffset at)
    {
        Refuse.UnlessDuty(by.May(Act.AdministerAccounts), "Bara en administratör kan tilldela uppgifter.");
        Refuse.If(IsDisabled, "Kontot är avstängt. Öppna det först.");
        Refuse.If(duty is Duty.Forvaltningschef && unit is null, "En förvaltningschef behöver en förvaltning.");
        Refuse.If(until <= from, "Perioden slutar innan den börjar.");
        Refuse.If(duties.Count >= MaxDuties, "Kontot har för många uppgifter. Lägg upp ett nytt.");

        duties.Add(
            new DutyPeriod { Id = Guid.CreateVersion7(at), Duty = duty, Unit = unit, From = from, Until = until });
        Record(
            "duty-assigned",
            $"{Name} fick uppgiften {duty.Swedish()}.",
            by,
            occurredAt: null,
            ("assigned", duty.Code()),
            ("assignedUnit", unit?.ToString()),
            ("assignedFrom", Journal.IsoTime.Format(from)),
            ("assignedUntil", until is { } end ? Journal.IsoTime.Format(end) : null));
    }

    /// <exception cref="RefusedException">
    /// Not by this duty, not held, or nobody could administer afterwards.
    /// </exception>
    public void Withdraw(Guid period, bool othersAdminister, Actor by, DateTimeOffset at)
    {
        Refuse.UnlessDuty(by.May(Act.AdministerAccounts), "Bara en administratör kan ta bort uppgifter.");
        var held = duties.Find(duty => duty.Id == period);
        Refuse.If(held is null || held.WithdrawnAt is not null, "Uppgiften är redan borttagen.");
        Refuse.If(
            held.Duty is Duty.Administrator && !othersAdminister,
            "Kontot är det sista som kan administrera. Ge någon annan uppgiften först.");

        held.Withdraw(by, at);
        var text = $"{Name} lämnade uppgiften {held.Duty.Swedish()}.";
        Record("duty-withdrawn", text, by, null, ("withdrawn", held.Duty.Code()));
    }

    /// <exception cref="RefusedException">
    /// Not by this duty, already, oneself, or nobody could administer afterwards.
    /// </exception>
    public void Disable(bool othersAdminister, Actor by, DateTimeOffset at)
    {
        Refuse.UnlessDuty(by.May(Act.AdministerAccounts), "Bara en administratör kan stänga av konton.");
        Refuse.If(IsDisabled, "Kontot är redan avstängt.");
        Refuse.If(by.Id == Id, "Du kan inte stänga av ditt eget konto.");
        Refuse.If(
            Holds(Duty.Administrator, at) && !othersAdminister,
            "Kontot är det sista som kan administrera och kan inte stängas av.");

        DisabledAt = at;
        DisabledBy = by.Name;
        Record("account-disabled", $"Kontot {UserName} stängdes av.", by);
    }

    public void Enable(Actor by, DateTimeOffset at)
    {
        Refuse.UnlessDuty(by.May(Act.AdministerAccounts), "Bara en administratör kan öppna konton.");
        Refuse.If(!IsDisabled, "Kontot är redan öppet.");

        DisabledAt = null;
        DisabledBy = null;
        var text = $"Kontot {UserName} öppnades igen.";
        Record("account-enabled", text, by, null, ("enabledAt", Journal.IsoTime.Format(at)));
    }

    /// <summary>That the password was set anew; the password itself is nowhere in the journal.</summary>
    public void NotePasswordReset(Actor by)
    {
        Refuse.UnlessDuty(
            by.Id == Id || by.May(Act.AdministerAccounts), "Bara en administratör kan sätta någon annans lösenord.");
        var text = by.Id == Id
            ? $"{Name} bytte sitt lösenord."
            : $"Lösenordet för {UserName} sattes av en administratör.";
        Record("password-reset", text, by);
    }

    /// <summary>Where to call: one's own affair, or an administrator's. Nothing takes the number away.</summary>
    /// <exception cref="RefusedException">Somebody else's, what cannot be dialled, or no change.</exception>
    public void SetPhone(string? phone, Actor by)
    {
        Refuse.UnlessDuty(
            by.Id == Id || by.May(Act.AdministerAccounts), "Bara en administratör kan ändra någon annans nummer.");
        var number = Refuse.UnlessStorable(phone, PhoneMaxLength);
        Refuse.If(
            number is not null && !PhonePattern().IsMatch(number),
            "Skriv ett telefonnummer med siffror, till exempel 070-123 45 67.");
        Refuse.If(number == Phone, "Numret är redan det.");

        Phone = number;
        Record("phone-changed", $"Telefonnumret för {Name} ändrades.", by);
    }

    /// <summary>
    /// Who acted in the duty at a time that somebody's own clock told; nobody when it was not held, or for two units.
    /// </summary>
    public Actor? ActingAt(Duty duty, Guid? unit, DateTimeOffset at) =>
        HeldAt(duty, unit, at) ?? HeldAt(duty, unit, at - ClockGrace);

    private Actor? HeldAt(Duty duty, Guid? unit, DateTimeOffset at)
    {
        var held = duties.Where(period => period.Duty == duty && period.HoldsAt(at))
            .Select(period => period.Unit)
            .Distinct()
            .Where(of => unit is null || of == unit)
            .ToList();
        return !IsDisabled && held.Count == 1 ? new Actor(Id, Name, duty, held[0]) : null;
    }

    public bool Holds(Duty duty, DateTimeOffset at) => duties.Exists(held => held.Duty == duty && held.HoldsAt(at));

    [GeneratedRegex("^[a-z0-9][a-z0-9.-]*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 200)]
    private static partial Regex UserNamePattern();

    [GeneratedRegex(@"^\+?[0-9][0-9 ()/-]{4,}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 200)]
    private static partial Regex PhonePattern();
}
