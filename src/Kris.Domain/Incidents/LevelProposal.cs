namespace Kris.Domain.Incidents;

/// <summary>What has become of a proposal that an incident is to be extraordinär.</summary>
public static class LevelProposal
{
    /// <summary>The proposal that waits for an answer, if one does.</summary>
    public static LevelChange? Open(IEnumerable<LevelChange> history)
    {
        var steps = history.OrderBy(change => change.At).ToList();
        var answered = steps.FindLastIndex(Answers);
        return steps.Skip(answered + 1).LastOrDefault(change => change.Step is LevelStep.Proposed);
    }

    /// <summary>The step that answered it; that the incident became särskild on the way is no answer.</summary>
    public static LevelChange? AnswerTo(LevelChange proposal, IEnumerable<LevelChange> history) =>
        history.Where(change => change.At > proposal.At && Answers(change)).MinBy(change => change.At);

    private static bool Answers(LevelChange change) => change.Step switch
    {
        LevelStep.Raised => change.To is IncidentLevel.ExtraordinarHandelse,
        LevelStep.Lowered or LevelStep.Declined => true,
        _ => false,
    };
}
