using System.Globalization;
using Kris.Domain.Accounts;

namespace Kris.Domain.Journal;

/// <summary>How a marked line came to be read.</summary>
public enum ReadingWay
{
    Opened,
    Exported,
    Found,
}

/// <summary>
/// That somebody read a marked line: a line in a stream of its own beside the incident's, which repeats nothing of what
/// was read. A person who reads the same line again within the quarter of an hour has read it once.
/// </summary>
public static class Readings
{
    public const string Act = "line-read";

    /// <summary>The number of the line that was read.</summary>
    public const string Line = "line";

    public const string Way = "way";

    private const string Incident = "incident";

    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);
    private static readonly string[] Codes = ["oppnad", "export", "sok"];
    private static readonly string[] Words = ["öppnade raden", "fick med raden i en export", "fick raden som sökträff"];

    public static string Code(this ReadingWay way) => Codes[(int)way];

    public static string Swedish(string? way) =>
        Array.IndexOf(Codes, way) is var at and >= 0 ? Words[at] : "läste raden";

    /// <summary>The stream in which the readings of an incident's lines stand.</summary>
    public static Guid Stream(Guid incident) => DerivedKey.Of(incident, "readings");

    public static NewLine Of(Guid incident, long line, ReadingWay way, Actor by, DateTimeOffset at)
    {
        var number = line.ToString(CultureInfo.InvariantCulture);
        var quarter = (at.UtcTicks / Quarter.Ticks).ToString(CultureInfo.InvariantCulture);
        var stream = Stream(incident);
        var fields = LineFields.Of(LineKind.System, $"{by.Name} läste rad {number}.", by, occurredAt: null);
        fields[LineFields.Act] = Act;
        fields[Incident] = incident.ToString();
        fields[Line] = number;
        fields[Way] = way.Code();
        // The key says who, what and when, and so does the request: to find it and to open it is to read it once. A
        // copy is another thing, because it goes away from here.
        var copy = way is ReadingWay.Exported ? "export" : "";
        return new NewLine(
            stream,
            DerivedKey.Of(stream, $"{by.Id} {number} {quarter} {copy}".TrimEnd()),
            fields,
            NewLine.RequestDigest(
                stream, [("by", by.Id.ToString()), (Line, number), ("quarter", quarter), ("copy", copy)]));
    }
}
