using Kris.Domain.Accounts;
using Kris.Domain.Journal;
using Kris.Tests.Web;

namespace Kris.Tests.Exports;

/// <summary>Lines for the tests that take a log out.</summary>
internal static class Taken
{
    public const string Canary = "Kanariefågeln sjunger på Storgatan 1";

    /// <summary>A line that only the staff reads.</summary>
    public static Task<Data.Journal.Written> WriteMarkedAsync(
        this KrisServer kris, Guid incident, LineKind kind = LineKind.Anteckning)
    {
        var by = new Actor(Guid.NewGuid(), "Maja Lind", Duty.Stabschef);
        var fields = LineFields.Of(kind, Canary, by, kris.Now.AddHours(-1));
        fields[LineFields.Lagrum] = "osl-15-2";
        fields[LineFields.MarkingReason] = "Gäller en anställd.";
        fields[LineFields.Circle] = ReadingRight.Stabsledningen;
        fields[LineFields.Readers] = by.Id.ToString();
        return kris.Journal.AppendAsync(NewLine.Of(incident, Guid.CreateVersion7(), fields));
    }

    /// <summary>What Kris tells of a line: as secret as that.</summary>
    public static Task<Data.Journal.Written> TellOfAsync(this KrisServer kris, Guid incident, long about)
    {
        var by = new Actor(Guid.NewGuid(), "Maja Lind", Duty.Stabschef);
        var fields = LineFields.Of(LineKind.System, "Lämnades till Kanariepolisen.", by, occurredAt: null);
        fields[LineFields.Act] = LineActs.Released;
        fields[LineFields.About] = $"{about}";
        return kris.Journal.AppendAsync(NewLine.Of(incident, Guid.CreateVersion7(), fields));
    }

    public static Task WriteManyAsync(this KrisServer kris, Guid incident, int count) => Parallel.ForEachAsync(
        Enumerable.Range(1, count),
        new ParallelOptions { MaxDegreeOfParallelism = 8 },
        async (i, stop) => await kris.Journal.AppendAsync(TestKris.Line(incident, $"Rad {i} av många."), stop));
}
