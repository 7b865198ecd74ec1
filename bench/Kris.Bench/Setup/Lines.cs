using System.Globalization;
using System.Text;
using Kris.Domain.Accounts;
using Kris.Domain.Journal;

namespace Kris.Bench.Setup;

/// <summary>The line that is written again and again: as long as people's are, and each unlike the others.</summary>
internal static class Lines
{
    public const string Channel = "telefon";
    public const string From = "Tekniska förvaltningen";

    private static long written;

    public static Actor Writer { get; } = new(Guid.CreateVersion7(), "Loggförare i stabsrummet", Duty.Loggforare);

    public static string NextText() => string.Create(
        CultureInfo.InvariantCulture,
        $"Tankbil {Interlocked.Increment(ref written)} är på plats vid skolan och fyller dunkar. Köerna är korta, "
        + $"personalen räcker till kvällen och hemtjänsten har fått det som behövs för natten.");

    /// <summary>The beginning of a text: no other has it, and every way of writing HTML leaves it as it is.</summary>
    public static byte[] Mark(string text) =>
        Encoding.UTF8.GetBytes(text[..text.IndexOf('ä', StringComparison.Ordinal)]);

    public static NewLine Next(Guid stream) => Of(stream, NextText());

    /// <summary>What the program does with a line before the database sees it, the right to write included.</summary>
    public static NewLine Of(Guid stream, string text) =>
        new LineDraft { Kind = LineKind.Anteckning, Text = text, Channel = Channel, From = From }
            .ToLine(stream, Guid.CreateVersion7(), Writer, TimeProvider.System.GetUtcNow());
}
