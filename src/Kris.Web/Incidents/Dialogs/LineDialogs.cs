using System.Globalization;
using Kris.Domain.Accounts;
using Kris.Domain.Journal;
using Kris.Domain.Tasks;
using Kris.Web.Secrecy;
using Kris.Web.Tasks;

namespace Kris.Web.Incidents.Dialogs;

/// <summary>
/// The dialogs about a line as they stand in an address, so that the page that comes back opens the one that was open.
/// Each is asked for what its button is: an address is no way past that.
/// </summary>
public static class LineDialogs
{
    // An erasure is about the line alone, which need not be an incident's.
    private static readonly HashSet<Type> OfLineAlone = [typeof(ProposeErasureDialog), typeof(ConfirmErasureDialog)];

    private static readonly Dictionary<string, (Type Dialog, Func<JournalLine, Actor, bool> IsOffered)> All =
        new(StringComparer.Ordinal)
        {
            ["flytta"] = (typeof(MoveLineDialog), (line, me) =>
                me.May(Act.WriteLine) && LineCorrections.IsCorrectable(line, me)),
            ["lamnad"] = (typeof(ReleaseLineDialog), (line, me) =>
                LineActs.MayTell(line, me) && line.State.StruckBy is null),
            ["klar"] = (typeof(FinishTaskDialog), (line, me) => IsTask(line, me) && line.State.DoneBy is null),
            ["andra-uppgift"] = (typeof(ChangeTaskDialog), (line, me) =>
                IsTask(line, me) && line.State.DoneBy is null),
            ["oppna-uppgift"] = (typeof(ReopenTaskDialog), (line, me) =>
                IsTask(line, me) && line.State.DoneBy is not null),
            ["markera"] = (typeof(MarkDialog), LineMarkings.IsMarkable),
            ["hav"] = (typeof(UnmarkDialog), LineMarkings.IsLiftable),
            ["radera"] = (typeof(ProposeErasureDialog), (line, me) =>
                LineErasure.IsErasable(line, me) && line.State.ErasureBy is null),
            ["besluta"] = (typeof(ConfirmErasureDialog), (line, me) =>
                LineErasure.IsErasable(line, me) && line.State.ErasureBy is not null),
        };

    /// <summary>The place of a dialog with the incident of its line, which not every page is about.</summary>
    public static string Address(string place, JournalLine line) => $"{place}.{line.Stream}";

    /// <summary>What such an address names, as far as it can be read.</summary>
    public static (string Name, Guid Incident, long Number)? Read(string? address)
    {
        var (dot, dash) = (address?.IndexOf('.', StringComparison.Ordinal) ?? -1, -1);
        if (dot > 0)
            dash = address!.LastIndexOf('-', dot);
        if (dash <= 0
            || !Guid.TryParse(address![(dot + 1)..], out var incident)
            || !long.TryParse(
                address[(dash + 1)..dot], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return null;
        return (address[..dash], incident, number);
    }

    /// <summary>The dialog of the name, where it would be offered to this person now.</summary>
    public static Type? Offered(string name, JournalLine line, Actor me) =>
        All.TryGetValue(name, out var found) && found.IsOffered(line, me) ? found.Dialog : null;

    /// <summary>Whether the dialog decides on the incident of its line too.</summary>
    public static bool IsOfIncident(Type dialog) => !OfLineAlone.Contains(dialog);

    private static bool IsTask(JournalLine line, Actor me) => LineTask.IsMadeBy(line) && LineActs.MayTell(line, me);
}
