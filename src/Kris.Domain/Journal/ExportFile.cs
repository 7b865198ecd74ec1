using System.Text.Encodings.Web;
using System.Text.Json;

namespace Kris.Domain.Journal;

/// <summary>What an export says of itself before its lines. Title and time are told, not proven.</summary>
public sealed record ExportHeader(Guid Stream, string Title, DateTimeOffset ExportedAt, ChainHead Head);

/// <summary>What came of an export: whose it is, and the first fault if there is one.</summary>
public sealed record ExportVerdict(ExportHeader Header, ChainFault? Fault);

/// <summary>One stream as a file that proves itself to whoever has it.</summary>
public static class ExportFile
{
    internal const string FormatName = "format";
    internal const string StreamName = "stream";
    internal const string TitleName = "title";
    internal const string ExportedAtName = "exportedAt";
    internal const string HeadName = "head";
    internal const string LinesName = "lines";
    internal const string NumberName = "number";
    internal const string KeyName = "key";
    internal const string RecordedAtName = "recordedAt";
    internal const string DigestName = "digest";
    internal const string HashName = "hash";
    internal const string FieldsName = "fields";
    internal const string ErasedName = "erased";
    internal const string HiddenName = "hidden";
    internal const string ValueName = "value";
    internal const string SaltName = "salt";
    internal const string CommitmentName = "commitment";

    private const int FlushAt = 64 * 1024;

    // The file is downloaded and read by programs, never put into a page, so Swedish letters may stand as they are.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task WriteAsync(
        Stream file, ExportHeader header, IAsyncEnumerable<ProvenLine> lines, CancellationToken stop = default)
    {
        await using var json = new Utf8JsonWriter(file, Options);
        json.WriteStartObject();
        WriteHeader(json, header);
        json.WriteStartArray(LinesName);
        await foreach (var line in lines.WithCancellation(stop))
        {
            WriteLine(json, line);
            if (json.BytesPending >= FlushAt)
                await json.FlushAsync(stop);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        await json.FlushAsync(stop);
    }

    /// <exception cref="RefusedException">It is not an export, or larger than is read.</exception>
    public static ExportVerdict Verify(Stream file, SavedHeads? saved = null)
    {
        var reader = new ExportReader(file);
        var header = reader.Header;
        var verifier = new ChainVerifier(header.Stream, saved?.Of(header.Stream));
        while (reader.Read() is { } line)
        {
            if (verifier.Add(line) is { } fault)
                return new ExportVerdict(header, fault);
        }

        return new ExportVerdict(header, verifier.Finish() ?? OtherHead(header.Head, verifier.Head));
    }

    private static ChainFault? OtherHead(ChainHead told, ChainHead found)
    {
        if (told.Number != found.Number)
        {
            var sentence = $"Filen slutar med rad {found.Number}, men dess huvud säger rad {told.Number}.";
            return new ChainFault(Math.Min(told.Number, found.Number) + 1, sentence);
        }

        return told.Hash.AsSpan().SequenceEqual(found.Hash)
            ? null
            : new ChainFault(found.Number, $"Filens huvud har en annan hash än rad {found.Number}, som är den sista.");
    }

    private static void WriteHeader(Utf8JsonWriter json, ExportHeader header)
    {
        json.WriteString(FormatName, Canonical.Format);
        json.WriteString(StreamName, header.Stream);
        json.WriteString(TitleName, header.Title);
        json.WriteString(ExportedAtName, IsoTime.Format(header.ExportedAt));
        json.WriteStartObject(HeadName);
        json.WriteNumber(NumberName, header.Head.Number);
        WriteHex(json, HashName, header.Head.Hash);
        json.WriteEndObject();
    }

    private static void WriteLine(Utf8JsonWriter json, ProvenLine line)
    {
        json.WriteStartObject();
        json.WriteNumber(NumberName, line.Link.Number);
        json.WriteString(KeyName, line.Link.Key);
        json.WriteString(RecordedAtName, IsoTime.Format(line.Link.RecordedAt));
        WriteHex(json, DigestName, line.Link.Digest);
        WriteHex(json, HashName, line.Link.Hash);
        if (line.Fields is null)
            json.WriteBoolean(line.IsHidden ? HiddenName : ErasedName, true);
        else
            WriteFields(json, line.Fields);
        json.WriteEndObject();
    }

    private static void WriteFields(Utf8JsonWriter json, IReadOnlyDictionary<string, ProvenField> fields)
    {
        json.WriteStartObject(FieldsName);
        foreach (var (name, field) in fields)
        {
            json.WriteStartObject(name);
            if (field.Commitment is not null)
            {
                WriteHex(json, CommitmentName, field.Commitment);
            }
            else
            {
                json.WriteString(ValueName, field.Value);
                WriteHex(json, SaltName, field.Salt);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteHex(Utf8JsonWriter json, string name, ReadOnlySpan<byte> bytes) =>
        json.WriteString(name, Convert.ToHexStringLower(bytes));
}
