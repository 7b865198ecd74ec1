using System.Text.Json;

namespace Kris.Domain.Journal;

/// <summary>
/// Reads an export line by line, with one line in memory at a time. It is strict: what is unknown, doubled or out of
/// place is refused, so that nothing can stand in a verified file without being part of what was verified.
/// </summary>
public sealed class ExportReader
{
    private readonly ExportTokens tokens;
    private bool ended;

    /// <exception cref="RefusedException">It does not begin as an export does.</exception>
    public ExportReader(Stream file)
    {
        tokens = new ExportTokens(file);
        Header = ReadHeader();
    }

    public ExportHeader Header { get; }

    /// <summary>The next line, or null when the file has ended as it should.</summary>
    /// <exception cref="RefusedException">It is not a line, or the file ends in another way.</exception>
    public ProvenLine? Read()
    {
        if (ended)
            return null;

        using var line = tokens.NextObjectInArray();
        if (line is not null)
            return ExportLine.Of(line.RootElement);

        tokens.Expect(JsonTokenType.EndObject);
        tokens.ExpectEnd();
        ended = true;
        return null;
    }

    private ExportHeader ReadHeader()
    {
        tokens.Expect(JsonTokenType.StartObject);
        var told = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        while (tokens.NextName() is var name && name is not ExportFile.LinesName)
        {
            Refuse.IfMalformed(!told.TryAdd(name, tokens.NextValue()), "Filens inledning säger samma sak två gånger.");
            Refuse.IfMalformed(told.Count > 5, "Filens inledning har mer i sig än formatet tillåter.");
        }

        tokens.Expect(JsonTokenType.StartArray);
        return HeaderOf(new ExportObject(told, "filens inledning"));
    }

    private static ExportHeader HeaderOf(ExportObject told)
    {
        Refuse.IfMalformed(
            told.Text(ExportFile.FormatName) != Canonical.Format,
            $"Filen är inte skriven i formatet {Canonical.Format}.");
        told.ExpectOnly(
            ExportFile.FormatName,
            ExportFile.StreamName,
            ExportFile.TitleName,
            ExportFile.ExportedAtName,
            ExportFile.HeadName);

        var head = told.Object(ExportFile.HeadName);
        head.ExpectOnly(ExportFile.NumberName, ExportFile.HashName);
        return new ExportHeader(
            told.Uuid(ExportFile.StreamName),
            told.Text(ExportFile.TitleName),
            told.Time(ExportFile.ExportedAtName),
            new ChainHead(head.Number(ExportFile.NumberName), head.Hash(ExportFile.HashName)));
    }
}
