using System.Globalization;
using Kris.Domain.Accounts;

namespace Kris.Domain.Journal;

/// <summary>
/// The numbers of the log sheets, of which none is given twice. A register that is read back from a copy does not know
/// what was printed after it, so its series moves past all that can be out, and whoever has such a sheet registers it.
/// </summary>
public static class SheetSeries
{
    public const string Moved = "sheet-series-moved";
    public const string Registered = "sheets-registered";

    /// <summary>Up to which number none is given any more, whatever the register holds.</summary>
    public const string Past = "past";

    /// <summary>More than are printed between two copies, twenty of the largest batches.</summary>
    public const int Leap = 20 * LogSheet.MaxAtOnce;

    /// <summary>The line about a register that was read back.</summary>
    /// <param name="given">The last number that it knows of.</param>
    public static NewLine Move(int given)
    {
        var past = given + Leap;
        return LogSheet.Told(
            Moved,
            $"Registret över loggblad är återläst från en kopia. Nästa blad får nummer {past + 1}, för att inget "
                + "nummer ska ges två gånger.",
            Actor.Machine,
            new(StringComparer.Ordinal) { [Past] = LogSheet.Text(past) });
    }

    /// <summary>The line about sheets that were printed and are missing from the register.</summary>
    /// <param name="given">The last number that the register knows of.</param>
    /// <exception cref="RefusedException">Not by this duty, no such run, or numbers that cannot have been given.
    /// </exception>
    public static NewLine Register(int first, int last, Guid? incident, int given, Actor by)
    {
        LogSheet.UnlessWriter(by);
        Refuse.If(first < 1 || last < first, "Skriv bladens nummer, det lägsta först.");
        Refuse.If(last - first >= LogSheet.MaxAtOnce, $"För in högst {LogSheet.MaxAtOnce} loggblad åt gången.");
        Refuse.If(
            last > given + Leap,
            $"Loggblad {last} ligger långt efter det senaste numret här, {given}. Kontrollera numret på bladet.");
        var about = LogSheet.Run(first, last, incident);
        // A number that the register has not come to says that it has lost some: no others are given again either.
        if (last > given)
            about[Past] = LogSheet.Text(last + Leap);
        var sheets = first == last ? $"Loggblad {first}" : $"Loggblad {first}–{last}";
        return LogSheet.Told(
            Registered, string.Create(CultureInfo.InvariantCulture, $"{sheets} fördes in i registret."), by, about);
    }
}
