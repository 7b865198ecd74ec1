using Kris.Domain.Journal;

namespace Kris.Tests.Journal;

internal static class Corrections
{
    /// <summary>Why a line is corrected, where a test is about something else.</summary>
    public static ShortForm Misspelt { get; } = new() { CorrectionReason = "Felskrivning." };

    public static LineDraft Of(long number, string text) =>
        new() { Kind = LineKind.Rattelse, Text = text, Corrects = number, Form = Misspelt };
}
