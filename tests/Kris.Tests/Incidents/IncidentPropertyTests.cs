using System.Text.Json;
using CsCheck;
using Kris.Domain;
using Kris.Domain.Accounts;
using Kris.Domain.Incidents;
using Kris.Domain.Journal;
using Kris.Tests.Accounts;

namespace Kris.Tests.Incidents;

/// <summary>Whatever is tried, in whatever order and by whomever.</summary>
public sealed class IncidentPropertyTests
{
    private static readonly string?[] Texts = ["Läget kräver det.", "", null, " ", "a\0b", "\ud83d"];

    private sealed record Attempt(int Verb, Duty Duty, bool IsToken, bool IsOpener, int Text, int Level, int Grounds);

    private static readonly Gen<Attempt> Attempts = Gen.Select(
        Gen.Int[0, 9],
        Gen.Enum<Duty>(),
        Gen.Frequency((4, Gen.Const(false)), (1, Gen.Const(true))),
        Gen.Bool,
        Gen.Frequency((6, Gen.Const(0)), (1, Gen.Int[1, 5])),
        Gen.Int[0, 4],
        Gen.Frequency((5, Gen.Const(0)), (1, Gen.Int[1, 4])),
        (verb, duty, isToken, isOpener, text, level, grounds) =>
            new Attempt(verb, duty, isToken, isOpener, text, level, grounds));

    [Fact]
    public void What_succeeds_records_and_what_is_refused_changes_nothing() =>
        Attempts.List[1, 25].Sample(attempts =>
        {
            var incident = Given.Incident();
            var other = Given.Incident();
            foreach (var (attempt, order) in attempts.Select((attempt, order) => (attempt, order)))
            {
                var before = Picture(incident) + Picture(other);
                var lines = incident.Recorded.Count;
                try
                {
                    Try(attempt, incident, other, Given.Now.AddMinutes(order));
                    Assert.True(incident.Recorded.Count > lines, $"{attempt} recorded nothing.");
                }
                catch (RefusedException)
                {
                    Assert.Equal(before, Picture(incident) + Picture(other));
                }
            }
        });

    [Fact]
    public void The_history_of_levels_leads_to_the_level_step_by_step() =>
        Attempts.List[1, 25].Sample(attempts =>
        {
            var incident = Tried(attempts);

            var at = IncidentLevel.Storning;
            foreach (var change in incident.LevelHistory.Skip(1))
            {
                Assert.Equal(at, change.From);
                Assert.True(change.Step is LevelStep.Lowered ? change.To == at - 1 : change.To > at);
                Assert.Equal(
                    change.To is IncidentLevel.ExtraordinarHandelse && change.Step is not LevelStep.Declined,
                    change is { Deviates: not null, SeriousDisturbance: not null, Urgent: not null });
                Assert.True(change.Duty is not Duty.KlnVice || change.Forhinder is not null);
                at = change.Step is LevelStep.Raised or LevelStep.Lowered ? change.To : at;
            }

            Assert.Equal(at, incident.Level);
        });

    [Fact]
    public void A_history_tells_the_same_as_the_lines_that_were_recorded() =>
        Attempts.List[1, 25].Sample(attempts =>
        {
            var incident = Tried(attempts);

            var told = incident.Recorded.Where(line => line.Fields.ContainsKey("levelTo")).Select(line => line.Fields);
            Assert.Equal(
                incident.LevelHistory.Skip(1).Select(change => (change.To.Code(), change.Reason, change.Duty.Code())),
                told.Select(fields => (fields["levelTo"], fields["reason"], fields[LineFields.Duty])));
            Assert.Equal(incident.IsOpen, incident.ClosedBy is null);
            Assert.Equal(incident.IsLifeDanger, incident.LifeDangerBy is not null);
        });

    [Fact]
    public void Every_recorded_line_has_what_a_line_needs_and_can_be_hashed() =>
        Attempts.List[1, 25].Sample(attempts =>
        {
            var lines = Tried(attempts).Recorded;

            foreach (var fields in lines.Select(line => line.Fields))
            {
                Assert.All(
                    [LineFields.Kind, LineFields.Text, LineFields.Author, LineFields.Duty, LineFields.Act],
                    name => Assert.NotEmpty(fields[name]));
                Assert.Equal(Canonical.HashSize, Canonical.Digest(fields, new byte[Canonical.SecretSize]).Length);
            }

            Assert.Equal(lines.Count, lines.Select(line => line.Key).Distinct().Count());
        });

    private static Incident Tried(IEnumerable<Attempt> attempts)
    {
        var incident = Given.Incident();
        foreach (var attempt in attempts)
        {
            try
            {
                Try(attempt, incident, Given.Incident(), Given.Now);
            }
            catch (RefusedException)
            {
                // Refusals are half of what is tried here; the other properties look at what they leave behind.
            }
        }

        return incident;
    }

    private static void Try(Attempt attempt, Incident incident, Incident other, DateTimeOffset at)
    {
        var by = Actors.In(attempt.Duty) with { IsToken = attempt.IsToken };
        if (attempt.IsOpener)
            by = by with { Id = incident.OpenedBy };
        var text = Texts[attempt.Text];

        Action act = attempt.Verb switch
        {
            0 => () => incident.Raise(Decision(attempt), by, at),
            1 => () => incident.Lower(Decision(attempt), by, at),
            2 => () => incident.ProposeExtraordinar(Decision(attempt), by, at),
            3 => () => incident.AskForCentralSupport(text, by, at),
            4 => () => incident.FlagLifeDanger(attempt.Level > 2, by, at),
            5 => () => incident.ChangeFacts(incident.Facts with { Title = $"{text}{attempt.Level}" }, by, at),
            6 => () => incident.Close(text, by, at),
            7 => () => incident.Reopen(text, by, at),
            8 => () => incident.DeclineExtraordinar(Decision(attempt), by, at),
            _ => () => incident.MergeInto(attempt.Level == 0 ? incident : other, text, by, at),
        };
        act();
    }

    private static LevelDecision Decision(Attempt attempt) => new()
    {
        To = (IncidentLevel)attempt.Level,
        Reason = Texts[attempt.Text],
        Criteria = attempt.Grounds switch
        {
            1 => null,
            2 => Given.Criteria with { Urgent = " " },
            3 => Given.Criteria with { Deviates = "a\0b" },
            _ => Given.Criteria,
        },
        Forhinder = attempt.Grounds == 4 ? null : "Ordföranden är på sjukhus.",
    };

    private static string Picture(Incident incident) => JsonSerializer.Serialize(incident);
}
