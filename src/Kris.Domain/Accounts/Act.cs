namespace Kris.Domain.Accounts;

/// <summary>What a duty can be allowed to do.</summary>
public enum Act
{
    SeeIncidents,
    OpenIncident,
    WriteLine,
    CorrectLine,
    FlagIncident,
    RaiseToSarskild,
    AskForCentralSupport,
    ProposeExtraordinar,
    RaiseToExtraordinar,
    LowerFromSarskild,
    LowerFromExtraordinar,
    CloseIncident,
    WriteOnBehalf,
    AcceptPending,
    MarkSecret,
    LiftMarking,
    ReadMarked,
    EraseSpill,
    ExportStream,
    EditRegisters,
    AdministerAccounts,
}

/// <summary>How far an allowance reaches.</summary>
public enum Grant
{
    No,
    Yes,

    /// <summary>What the person opened or wrote.</summary>
    Own,

    /// <summary>What concerns the unit that the duty is held for.</summary>
    OwnUnit,

    /// <summary>The vice chair acts only when the chair is prevented, and says so (LEH 2:3 third paragraph).</summary>
    WithForhinder,

    /// <summary>What is marked for a circle that the person belongs to, or is named in.</summary>
    InCircle,

    /// <summary>Heads, levels and what is flagged to the board, not the log.</summary>
    Dashboard,

    /// <summary>Lines of the kind beslut, nothing else.</summary>
    OwnDecisions,
}
