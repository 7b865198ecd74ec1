using System.Globalization;
using System.Text;
using Kris.Domain.Accounts;
using Kris.Domain.Journal;

namespace Kris.Bench.Setup;

/// <summary>The line that is written again and again: as long as people's lines are, and each one unlike the others.</summary>
internal static class Lines
{
    private static long written;

    public static Actor Writer { get; } = new(Guid.CreateVersion7(), "Loggförare i stabsrummet", Duty.Loggforare);

    public static string NextText() => string.Create(
        CultureInfo.InvariantCulture,
        $"Tankbil {Interlocked.Increment(ref written)} är på plats vid skolan och fyller dunkar. Köerna är korta, personalen "
        + $"räcker till kvällen och hemtjänsten har fått det som behövs för natten.");

    /// <summary>The beginning of a text, which no other has and which every way of writing HTML leaves as it is.</summary>
    public static byte[] Mark(string text) => Encoding.UTF8.GetBytes(text[..(text.IndexOf('ä', StringComparison.Ordinal))]);

    public static NewLine Next(Guid stream) => Of(stream, NextText());

    /// <summary>What the program does with a line before the database sees it, the actor's right to write it included.</summary>
    public static NewLine Of(Guid stream, string text) =>
        new LineDraft { Kind = LineKind.Anteckning, Text = text, Channel = "telefon", From = "Tekniska förvaltningen" }
            .ToLine(stream, Guid.CreateVersion7(), Writer, TimeProvider.System.GetUtcNow());
}
