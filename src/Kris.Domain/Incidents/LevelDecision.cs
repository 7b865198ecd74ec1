using Kris.Domain.Accounts;
using Kris.Domain.Journal;

namespace Kris.Domain.Incidents;

/// <summary>What is asked for when a level is to be raised, proposed or lowered.</summary>
public sealed record LevelDecision
{
    public required IncidentLevel To { get; init; }

    public required string? Reason { get; init; }

    public ExtraordinarCriteria? Criteria { get; init; }

    /// <summary>The vice chair states why the chair is prevented.</summary>
    public string? Forhinder { get; init; }

    public DateTimeOffset? OccurredAt { get; init; }

    internal LevelChange Take(LevelStep step, IncidentLevel? from, Actor by, DateTimeOffset at)
    {
        Refuse.IfMalformed(!Enum.IsDefined(To), "Nivån finns inte.");
        var needsCriteria = To is IncidentLevel.ExtraordinarHandelse
            && step is (LevelStep.Raised or LevelStep.Proposed);
        return new LevelChange
        {
            Id = Guid.CreateVersion7(at),
            Step = step,
            From = from,
            To = To,
            Reason = Refuse.UnlessText(Reason, LevelChange.ReasonMaxLength, MissingReason(step)),
            Deviates = needsCriteria ? Criterion(Criteria?.Deviates, "att händelsen avviker från det normala") : null,
            SeriousDisturbance = needsCriteria
                ? Criterion(
                    Criteria?.SeriousDisturbance,
                    "att den innebär en allvarlig störning eller överhängande risk för det")
                : null,
            Urgent = needsCriteria ? Criterion(Criteria?.Urgent, "att den kräver skyndsamma insatser") : null,
            Forhinder = Refuse.UnlessStorable(Forhinder, LevelChange.ReasonMaxLength),
            By = by.Id,
            ByName = by.Name,
            Duty = by.Duty,
            At = at,
            OccurredAt = EventTime.UnlessImplausible(OccurredAt, at),
        };
    }

    // The vice chair decides only in the chair's place, and on record why (LEH 2:3 third paragraph).
    internal void UnlessForhinderIsStated(Grant grant) => Refuse.If(
        grant is Grant.WithForhinder && Refuse.IsBlank(Forhinder),
        "Som vice ordförande beslutar du bara när ordföranden har förhinder. Ange förhindret.");

    private string MissingReason(LevelStep step) => step switch
    {
        LevelStep.Lowered => "Skriv varför nivån sänks.",
        LevelStep.Proposed => "Skriv varför du föreslår extraordinär händelse.",
        LevelStep.Declined => "Skriv varför händelsen inte ska bli extraordinär.",
        _ when To is IncidentLevel.SarskildHandelse => "Skriv vad som behöver samordnas.",
        _ => "Eskalering kräver en motivering.",
    };

    // All three are needed, each with its motivation (LEH 1:4).
    private static string Criterion(string? text, string what) =>
        Refuse.UnlessText(
            text, LevelChange.ReasonMaxLength, $"En extraordinär händelse kräver en motivering till {what} (LEH 1:4).");
}
