using Kris.Domain.Accounts;
using Kris.Domain.Journal;

namespace Kris.Data.Journal;

public enum ExportState
{
    Waiting,
    Running,
    Done,
    Failed,

    /// <summary>A line in it has been marked as secret since, or is to be erased: nobody fetches it any more.</summary>
    Overtaken,
}

/// <summary>A log that is printed to PDF in the background.</summary>
/// <param name="By">Who asked, in the duty that decides what is shown.</param>
/// <param name="Head">Where the chain ended when it was asked for.</param>
/// <param name="Lines">How many lines there are to print.</param>
public sealed record ExportJob(Guid Id, Guid Incident, Actor By, LogCut Cut, ChainHead Head, long Lines)
{
    /// <summary>When it was asked for, by the database's clock.</summary>
    public DateTimeOffset AskedAt { get; init; }

    /// <summary>What was asked for, by its digest.</summary>
    public byte[]? Request { get; init; }

    public ExportState State { get; init; }

    /// <summary>How many of the lines are printed.</summary>
    public long Done { get; init; }

    /// <summary>Why it failed, as the one who asked is told.</summary>
    public string? Refusal { get; init; }

    public int Tries { get; init; }

    public IReadOnlyList<ExportPart> Parts { get; init; } = [];

    public bool IsEnded => State is not (ExportState.Waiting or ExportState.Running);

    public int Percent => Lines == 0 ? 0 : (int)Math.Min(100, 100 * Done / Lines);
}

/// <summary>A volume: which lines, and how large the file is.</summary>
public sealed record ExportPart(int Number, long First, long Last, long Size);
