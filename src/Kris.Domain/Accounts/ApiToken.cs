namespace Kris.Domain.Accounts;

/// <summary>What a token opens: the API in one duty, or the wall display and nothing else.</summary>
public enum TokenUse
{
    Api,
    Tavla,
}

/// <summary>A key for a program, fixed to one duty. Only its hash is kept.</summary>
public sealed class ApiToken : Aggregate
{
    public const int NameMaxLength = 100;

    /// <summary>Days that a token lives at most.</summary>
    public const int MaxDays = 90;

    private ApiToken()
    {
    }

    public string Name { get; private set; } = "";

    public byte[] SecretHash { get; private set; } = [];

    public TokenUse Use { get; private set; }

    public Duty Duty { get; private set; }

    public Guid? Unit { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public string CreatedBy { get; private set; } = "";

    public DateTimeOffset ExpiresAt { get; private set; }

    public DateTimeOffset? RevokedAt { get; private set; }

    public string? RevokedBy { get; private set; }

    public bool WorksAt(DateTimeOffset at) => RevokedAt is null && at < ExpiresAt;

    /// <exception cref="RefusedException">
    /// Not by this duty, a duty that no token carries, or too long a life.
    /// </exception>
    public static ApiToken Create(
        string name, byte[] secretHash, TokenUse use, Duty duty, Guid? unit, int days, Actor by, DateTimeOffset at)
    {
        Refuse.UnlessDuty(by.May(Act.AdministerAccounts), "Bara en administratör kan ge ut nycklar.");
        Refuse.If(!IsAllowed(duty), $"En nyckel kan inte ges uppgiften {duty.Swedish()}.");
        Refuse.If(
            duty is Duty.Forvaltningschef && unit is null, "En nyckel som förvaltningschef behöver en förvaltning.");
        Refuse.If(use is TokenUse.Tavla && duty is not Duty.Lasare, "En länk till tavlan kan bara läsa.");
        Refuse.If(days is < 1 or > MaxDays, $"En nyckel gäller i 1–{MaxDays} dagar.");

        var token = new ApiToken
        {
            Id = Guid.CreateVersion7(at),
            Name = Refuse.UnlessText(
                name, NameMaxLength, "Nyckeln behöver ett namn, så att man vet vad den är till för."),
            SecretHash = secretHash,
            Use = use,
            Duty = duty,
            Unit = unit,
            CreatedAt = at,
            CreatedBy = by.Name,
            ExpiresAt = at.AddDays(days),
        };
        token.Record(
            "token-created",
            $"Nyckeln {token.Name} gavs ut som {duty.Swedish()} i {days} dagar.",
            by,
            null,
            ("tokenDuty", duty.Code()),
            ("expiresAt", Journal.IsoTime.Format(token.ExpiresAt)));
        return token;
    }

    public void Revoke(Actor by, DateTimeOffset at)
    {
        Refuse.UnlessDuty(by.May(Act.AdministerAccounts), "Bara en administratör kan återkalla nycklar.");
        Refuse.If(RevokedAt is not null, "Nyckeln är redan återkallad.");

        RevokedAt = at;
        RevokedBy = by.Name;
        Record("token-revoked", $"Nyckeln {Name} återkallades.", by);
    }

    // The decisions of the elected, and the power over accounts, are a person's own: no program carries them.
    public static bool IsAllowed(Duty duty) =>
        duty is not (Duty.KlnOrdforande or Duty.KlnVice or Duty.KlnLedamot or Duty.Administrator);
}
