using System.Text.Json;

namespace Kris.Domain.Journal;

/// <summary>A line as an export writes it.</summary>
internal static class ExportLine
{
    private const int MaxFields = 1_000;

    public static ProvenLine Of(JsonElement json)
    {
        var line = ExportObject.Of(json, "en rad");
        var number = line.Number(ExportFile.NumberName);
        line = line.At($"rad {number}");
        var link = new ChainLink(
            number,
            line.Uuid(ExportFile.KeyName),
            line.Time(ExportFile.RecordedAtName),
            line.Hash(ExportFile.DigestName),
            line.Hash(ExportFile.HashName));

        var content = Content(line);
        Refuse.IfMalformed(
            content is not ExportFile.FieldsName && !line.IsTrue(content),
            $"I rad {number} får ”{content}” bara vara true.");
        line.ExpectOnly(
            ExportFile.NumberName,
            ExportFile.KeyName,
            ExportFile.RecordedAtName,
            ExportFile.DigestName,
            ExportFile.HashName,
            content);
        return content switch
        {
            ExportFile.ErasedName => ProvenLine.Erased(link),
            ExportFile.HiddenName => ProvenLine.Hidden(link),
            _ => new ProvenLine(link, FieldsOf(line.Object(ExportFile.FieldsName))),
        };
    }

    private static string Content(ExportObject line)
    {
        if (line.Has(ExportFile.ErasedName))
            return ExportFile.ErasedName;
        return line.Has(ExportFile.HiddenName) ? ExportFile.HiddenName : ExportFile.FieldsName;
    }

    private static Dictionary<string, ProvenField> FieldsOf(ExportObject fields)
    {
        Refuse.IfMalformed(fields.Count > MaxFields, $"En rad har fler än {MaxFields} fält.");
        var proven = new Dictionary<string, ProvenField>(fields.Count, StringComparer.Ordinal);
        foreach (var name in fields.Names)
            proven[name] = FieldOf(fields.Object(name));
        return proven;
    }

    private static ProvenField FieldOf(ExportObject field)
    {
        if (field.Has(ExportFile.CommitmentName))
        {
            field.ExpectOnly(ExportFile.CommitmentName);
            return ProvenField.Masked(field.Hash(ExportFile.CommitmentName));
        }

        field.ExpectOnly(ExportFile.ValueName, ExportFile.SaltName);
        return ProvenField.Shown(field.Text(ExportFile.ValueName), field.Hash(ExportFile.SaltName));
    }
}
