using System.Collections.Concurrent;
using System.Diagnostics;

namespace Kris.Browser.Faults;

/// <summary>A line that somebody has handed over to an outbox, and what became of it.</summary>
/// <param name="Text">No two lines have the same.</param>
/// <param name="Key">The key that the outbox made, where the campaign knows it: a browser keeps its own.</param>
internal sealed record Sent(Guid Stream, string Text, Guid? Key)
{
    /// <summary>Whose lines come in the order in which they were written; nobody's when sent side by side.</summary>
    public string? Writer { get; init; }

    /// <summary>The digest of the file that the line carries, where it carries one.</summary>
    public string? File { get; init; }

    /// <summary>Where the line stands, as somebody was told.</summary>
    public long? Number { get; set; }

    /// <summary>The hash that came with the answer: a head of the chain as it was then.</summary>
    public string? Hash { get; set; }

    /// <summary>When the writer had the answer.</summary>
    public DateTimeOffset? ToldAt { get; set; }

    /// <summary>Whether the outbox has it for certain. Before that, it may still stand in the form.</summary>
    public bool IsHandedOver { get; set; } = true;
}

/// <summary>A page that said of a number that it is saved, and when it did.</summary>
internal sealed record Said(Guid Stream, long Number, DateTimeOffset At);

/// <summary>What the writers know, kept apart from what the server knows.</summary>
internal sealed class Ledger(TimeProvider clock)
{
    private readonly ConcurrentQueue<Sent> sent = new();
    private readonly ConcurrentQueue<Said> said = new();
    private readonly ConcurrentQueue<string> complaints = new();
    private readonly HashSet<string> reasons = [];
    private readonly Lock gap = new();
    private long lastAnswer;
    private int acknowledged;
    private bool isWriting;

    public IReadOnlyCollection<Sent> Lines => sent;

    public IReadOnlyCollection<Said> Sayings => said;

    /// <summary>What an honest writer must never be told.</summary>
    public IReadOnlyCollection<string> Complaints => complaints;

    /// <summary>The longest time in which nobody had a line acknowledged, though somebody wrote.</summary>
    public TimeSpan LongestGap { get; private set; }

    /// <summary>The longest that a call took which did not end in an acknowledgement.</summary>
    public TimeSpan SlowestRefusal { get; private set; }

    public int Refusals { get; private set; }

    /// <summary>What was said to those who were refused.</summary>
    public string Reasons
    {
        get
        {
            lock (gap)
                return string.Join(' ', reasons);
        }
    }

    public int Acknowledged => Volatile.Read(ref acknowledged);

    public Sent Add(Sent line)
    {
        sent.Enqueue(line);
        return line;
    }

    public void Acknowledge(Sent line, long number, string hash)
    {
        line.ToldAt = clock.GetUtcNow();
        line.Hash = hash;
        line.Number = number;
        Interlocked.Increment(ref acknowledged);
        Answered();
    }

    public void Say(Said saying) => said.Enqueue(saying);

    public void Complain(string sentence) => complaints.Enqueue(sentence);

    /// <summary>Whether a form holds what was left there, or the beginning of it, and nothing else.</summary>
    public void Stood(string name, string stands, string left)
    {
        if (!left.StartsWith(stands, StringComparison.Ordinal))
            Complain($"I formuläret hos {name} står ”{stands}”, som ingen har lämnat där.");
    }

    public void Refused(TimeSpan took, string? why = null)
    {
        lock (gap)
        {
            Refusals++;
            if (why is not null)
                reasons.Add(why);
            SlowestRefusal = took > SlowestRefusal ? took : SlowestRefusal;
        }
    }

    /// <summary>Whether a silence counts.</summary>
    public void Writes(bool isSo)
    {
        lock (gap)
        {
            lastAnswer = Stopwatch.GetTimestamp();
            isWriting = isSo;
        }
    }

    private void Answered()
    {
        lock (gap)
        {
            var silent = Stopwatch.GetElapsedTime(lastAnswer);
            if (isWriting && silent > LongestGap)
                LongestGap = silent;
            lastAnswer = Stopwatch.GetTimestamp();
        }
    }
}
