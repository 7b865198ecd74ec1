namespace Kris.Domain;

/// <summary>Why something was refused; the edge chooses its answer (status code, page) by it.</summary>
public enum Refusal
{
    Rule,
    Duty,
    Stale,
    Unknown,
    Malformed,
    TooLarge,
}

/// <summary>The one way to say no. The message is a Swedish sentence that the user is shown as it stands.</summary>
public sealed class RefusedException(string message, Refusal kind = Refusal.Rule) : Exception(message)
{
    public Refusal Kind { get; } = kind;
}
