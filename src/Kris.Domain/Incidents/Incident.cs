using Kris.Domain.Accounts;

namespace Kris.Domain.Incidents;

/// <summary>
/// An oönskad händelse that the municipality handles, from the störning of one line to the extraordinär händelse.
/// Its log is the stream with its id.
/// </summary>
public sealed class Incident : Aggregate
{
    private readonly List<LevelChange> levelHistory = [];

    private Incident()
    {
    }

    /// <summary>Counts from 1 in the municipality, without gaps.</summary>
    public int Number { get; private set; }
    public IncidentFacts Facts { get; private set; } = null!;
    public IncidentLevel Level { get; private set; }
    public DateTimeOffset OpenedAt { get; private set; }
    public Guid OpenedBy { get; private set; }
    public string OpenedByName { get; private set; } = "";
    public DateTimeOffset ChangedAt { get; private set; }
    public DateTimeOffset? LifeDangerAt { get; private set; }
    public string? LifeDangerBy { get; private set; }
    public DateTimeOffset? CentralSupportAskedAt { get; private set; }
    public string? CentralSupportAskedBy { get; private set; }
    public DateTimeOffset? ClosedAt { get; private set; }
    public string? ClosedBy { get; private set; }
    public string? ClosingSummary { get; private set; }

    /// <summary>The incident that this one turned out to be, and was merged into.</summary>
    public Guid? MergedInto { get; private set; }
    public IReadOnlyList<LevelChange> LevelHistory => levelHistory;

    public bool IsOpen => ClosedAt is null;
    public bool IsLifeDanger => LifeDangerAt is not null;
    /// <summary>Handled within a förvaltning, until it touches a second: then central support is at hand.</summary>
    public bool SuggestsCentralSupport =>
        IsOpen && Level is IncidentLevel.Storning && Facts.Units.Count > 1 && CentralSupportAskedAt is null;

    /// <summary>Proposed, and neither decided, declined nor lowered since.</summary>
    public bool HasOpenProposal => IsOpen && LevelProposal.Open(levelHistory) is not null;

    public string Name => $"händelse {Number}, {Facts.Title}";

    /// <summary>Opens as störning: two fields and a button at 03:15, the rest as it becomes known.</summary>
    /// <exception cref="RefusedException">Not by this duty, or facts that cannot be kept.</exception>
    public static Incident Open(int number, IncidentFacts facts, Actor by, DateTimeOffset at)
    {
        IncidentDuties.UnlessMayOpen(by);
        var units = by.GrantFor(Act.OpenIncident) is Grant.OwnUnit ? facts.Units.Append(by.Unit!.Value) : facts.Units;
        var incident = new Incident
        {
            Id = Guid.CreateVersion7(at),
            Number = number,
            Facts = (facts with { Units = [.. units] }).Checked(at),
            Level = IncidentLevel.Storning,
            OpenedAt = at,
            OpenedBy = by.Id,
            OpenedByName = by.Name,
            ChangedAt = at,
        };
        var opened = new LevelDecision { To = IncidentLevel.Storning, Reason = "Öppnad som störning." };
        incident.levelHistory.Add(opened.Take(LevelStep.Opened, from: null, by, at));
        var text = $"Händelse {number} öppnades som störning: {incident.Facts.Title}";
        incident.Record("opened", text, by, null, ("title", incident.Facts.Title), ("incident", $"{number}"));
        return incident;
    }

    public void ChangeFacts(IncidentFacts facts, Actor by, DateTimeOffset at)
    {
        IncidentDuties.UnlessMayDescribe(this, by);
        var next = facts.Checked(at);
        Refuse.If(next.Linked.Contains(Id), "En händelse kan inte länkas till sig själv.");
        var changes = next.ChangesSince(Facts);
        Refuse.If(changes.Count == 0, "Inget har ändrats.");

        Facts = next;
        Record("facts-changed", $"Fakta ändrades: {string.Join("; ", changes)}", by);
        ChangedAt = at;
    }

    /// <summary>Raises the incident; lowering is a verb of its own.</summary>
    /// <exception cref="RefusedException">Closed, not higher, not by this duty, or without its grounds.</exception>
    public void Raise(LevelDecision decision, Actor by, DateTimeOffset at)
    {
        UnlessOpen("Händelsen är avslutad och kan inte eskaleras.");
        Refuse.If(decision.To <= Level, $"Händelsen är redan {Level.Swedish()}.");
        decision.UnlessForhinderIsStated(IncidentDuties.UnlessMayRaise(decision.To, by));
        Change(LevelStep.Raised, "level-raised", "Eskalerad", decision, by, at);
    }

    /// <summary>Lowers by one level.</summary>
    /// <exception cref="RefusedException">Closed, not one level lower, not by this duty, or with no reason.</exception>
    public void Lower(LevelDecision decision, Actor by, DateTimeOffset at)
    {
        UnlessOpen("Händelsen är avslutad och kan inte sänkas.");
        Refuse.If(decision.To >= Level, $"Händelsen är redan {Level.Swedish()}.");
        Refuse.If(decision.To < Level - 1, "Nivån sänks ett steg i taget.");
        decision.UnlessForhinderIsStated(IncidentDuties.UnlessMayLower(Level, by));
        Change(LevelStep.Lowered, "level-lowered", "Sänkt", decision, by, at);
    }

    /// <summary>Proposes what few may decide; the decision is theirs (LEH 1:4, 2:3).</summary>
    public void ProposeExtraordinar(LevelDecision decision, Actor by, DateTimeOffset at)
    {
        UnlessOpen("Händelsen är avslutad.");
        Refuse.If(decision.To is not IncidentLevel.ExtraordinarHandelse, "Bara extraordinär händelse föreslås.");
        Refuse.If(Level is IncidentLevel.ExtraordinarHandelse, "Händelsen är redan extraordinär händelse.");
        IncidentDuties.UnlessMayPropose(by);
        Change(LevelStep.Proposed, "extraordinar-proposed", "Föreslås gå", decision, by, at);
    }

    /// <summary>Answers a proposal with no; like yes it is said by whoever may decide, with a reason.</summary>
    public void DeclineExtraordinar(LevelDecision decision, Actor by, DateTimeOffset at)
    {
        decision.UnlessForhinderIsStated(IncidentDuties.UnlessMayRaise(IncidentLevel.ExtraordinarHandelse, by));
        Refuse.If(!HasOpenProposal, "Det finns inget förslag att ta ställning till.");
        var no = decision with { To = IncidentLevel.ExtraordinarHandelse };
        Change(LevelStep.Declined, "extraordinar-declined", "Beslut att inte gå", no, by, at);
    }

    public void AskForCentralSupport(string? reason, Actor by, DateTimeOffset at)
    {
        UnlessOpen("Händelsen är avslutad.");
        Refuse.UnlessDuty(by.May(Act.AskForCentralSupport), "Centralt stöd begärs av en förvaltningschef.");
        Refuse.If(CentralSupportAskedAt is not null, "Centralt stöd är redan begärt.");
        var why = Refuse.UnlessText(reason, LevelChange.ReasonMaxLength, "Skriv vilket stöd som behövs.");

        (CentralSupportAskedAt, CentralSupportAskedBy, ChangedAt) = (at, by.Name, at);
        Record("central-support-asked", $"Centralt stöd begärdes: {why}", by);
    }

    public void FlagLifeDanger(bool isDanger, Actor by, DateTimeOffset at)
    {
        UnlessOpen("Händelsen är avslutad.");
        Refuse.UnlessDuty(by.May(Act.FlagIncident), $"Fara för liv flaggas av {DutyTable.WhoMay(Act.FlagIncident)}.");
        Refuse.If(isDanger == IsLifeDanger, $"Fara för liv är {(isDanger ? "redan" : "inte")} flaggad.");

        LifeDangerAt = isDanger ? at : null;
        LifeDangerBy = isDanger ? by.Name : null;
        Record(isDanger ? "life-danger" : "life-danger-over", $"Fara för liv{(isDanger ? "" : " har upphört")}.", by);
        ChangedAt = at;
    }

    public void Close(string? summary, Actor by, DateTimeOffset at)
    {
        UnlessOpen("Händelsen är redan avslutad.");
        IncidentDuties.UnlessMayClose(this, by);
        CloseWith(Refuse.UnlessText(summary, LevelChange.ReasonMaxLength, "Skriv en kort sammanfattning."), by, at);
        Record("closed", $"Händelsen avslutades: {ClosingSummary}", by, null, ("reason", ClosingSummary));
    }

    public void Reopen(string? reason, Actor by, DateTimeOffset at)
    {
        Refuse.If(IsOpen, "Händelsen är redan öppen.");
        Refuse.If(MergedInto is not null, "Händelsen är sammanförd med en annan. Fortsätt där.");
        IncidentDuties.UnlessMayClose(this, by);
        var why = Refuse.UnlessText(reason, LevelChange.ReasonMaxLength, "Skriv varför händelsen öppnas igen.");

        (ClosedAt, ClosedBy, ClosingSummary, ChangedAt) = (null, null, null, at);
        Record("reopened", $"Händelsen öppnades igen: {why}", by, null, ("reason", why));
    }

    /// <summary>
    /// The same thing, opened twice: this one is closed and points at the other. Its lines stay where they were
    /// written; each side names the other.
    /// </summary>
    public void MergeInto(Incident other, string? reason, Actor by, DateTimeOffset at)
    {
        Merging.UnlessMergeable(this, other, by);
        var why = Refuse.UnlessText(reason, LevelChange.ReasonMaxLength, "Skriv varför händelserna är samma.");

        CloseWith($"Sammanförd med {other.Name}: {why}", by, at);
        MergedInto = other.Id;
        Record("merged", $"Sammanförd med {other.Name}: {why}", by, null, ("mergedInto", other.Id.ToString()));
        other.Record("merged-here", $"H{Name[1..]} sammanfördes hit: {why}", by, null, ("mergedFrom", Id.ToString()));
        other.ChangedAt = at;
        // Danger to life is the same danger, whichever of the two goes on.
        if (IsLifeDanger && !other.IsLifeDanger)
            other.FlagLifeDanger(isDanger: true, by, at);
    }

    private void Change(LevelStep step, string act, string word, LevelDecision decision, Actor by, DateTimeOffset at)
    {
        var change = decision.Take(step, Level, by, at);
        levelHistory.Add(change);
        var text = $"{word} från {Level.Swedish()} till {change.To.Swedish()}: {change.Reason}";
        Record(act, text, by, change.OccurredAt, change.Facts);
        Level = step is LevelStep.Raised or LevelStep.Lowered ? change.To : Level;
        ChangedAt = at;
    }

    private void CloseWith(string summary, Actor by, DateTimeOffset at) =>
        (ClosedAt, ClosedBy, ClosingSummary, ChangedAt) = (at, by.Name, summary, at);

    private void UnlessOpen(string sentence) => Refuse.If(!IsOpen, sentence);
}
