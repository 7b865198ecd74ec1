using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace Kris.Domain.Journal;

/// <summary>Takes JSON apart piece by piece, with no more of the file in memory than one piece.</summary>
internal sealed class ExportTokens(Stream file)
{
    private const int MaxPiece = 4 * 1024 * 1024;
    private const long MaxBytes = 2L * 1024 * 1024 * 1024;

    private byte[] buffer = new byte[64 * 1024];
    private int start;
    private int end;
    private long total;
    private bool isFinal;
    private JsonReaderState state = new(new JsonReaderOptions { MaxDepth = 8 });

    private delegate bool Step<T>(ref Utf8JsonReader json, [MaybeNullWhen(false)] out T piece);

    public void Expect(JsonTokenType expected)
    {
        if (Next<JsonTokenType>(TryToken) != expected)
            throw Malformed("den är inte uppbyggd som en export");
    }

    public void ExpectEnd()
    {
        do
        {
            if (buffer.AsSpan(start, end - start).ContainsAnyExcept(" \t\r\n"u8))
                throw Malformed("det står något efter slutet");
            start = end = 0;
        }
        while (Refill());
    }

    public string NextName() => Next<string>(TryName);

    public JsonElement NextValue()
    {
        using var document = Next<JsonDocument>(TryValue);
        return document.RootElement.Clone();
    }

    /// <summary>The next object of the array, or null at its end.</summary>
    public JsonDocument? NextObjectInArray() => Next<JsonDocument?>(TryElement);

    /// <summary>Escapes may spell what is no text at all, such as half a surrogate pair.</summary>
    public static string? Text(JsonElement json) =>
        json.ValueKind is JsonValueKind.String ? Readable(static json => json.GetString()!, json) : null;

    public static string Text(JsonProperty member) => Readable(static member => member.Name, member);

    private static string Readable<T>(Func<T, string> read, T json)
    {
        try
        {
            return read(json);
        }
        catch (InvalidOperationException)
        {
            throw Malformed("den innehåller text som inte går att skriva som UTF-8");
        }
    }

    private static bool TryToken(ref Utf8JsonReader json, out JsonTokenType piece)
    {
        var isRead = json.Read();
        piece = json.TokenType;
        return isRead;
    }

    private static bool TryName(ref Utf8JsonReader json, out string piece)
    {
        piece = "";
        if (!json.Read())
            return false;
        if (json.TokenType is not JsonTokenType.PropertyName)
            throw Malformed("den har inga rader");

        // The names of the format need no escapes, and any other name is refused whatever it says.
        piece = json.ValueIsEscaped ? "\\" : Encoding.UTF8.GetString(json.ValueSpan);
        return true;
    }

    private static bool TryValue(ref Utf8JsonReader json, [NotNullWhen(true)] out JsonDocument? piece) =>
        JsonDocument.TryParseValue(ref json, out piece);

    private static bool TryElement(ref Utf8JsonReader json, out JsonDocument? piece)
    {
        piece = null;
        if (!json.Read())
            return false;
        if (json.TokenType is JsonTokenType.EndArray)
            return true;
        if (json.TokenType is not JsonTokenType.StartObject)
            throw Malformed("bland raderna står något som inte är en rad");
        return JsonDocument.TryParseValue(ref json, out piece);
    }

    private static RefusedException Malformed(string what) =>
        new($"Exportfilen går inte att läsa: {what}.", Refusal.Malformed);

    private T Next<T>(Step<T> step)
    {
        while (true)
        {
            var json = new Utf8JsonReader(buffer.AsSpan(start, end - start), isFinal, state);
            if (TryStep(step, ref json, out var piece))
            {
                start += (int)json.BytesConsumed;
                state = json.CurrentState;
                return piece;
            }

            if (isFinal)
                throw Malformed("den slutar mitt i");
            Refill();
        }
    }

    private bool TryStep<T>(Step<T> step, ref Utf8JsonReader json, [MaybeNullWhen(false)] out T piece)
    {
        try
        {
            return step(ref json, out piece);
        }
        catch (JsonException)
        {
            throw Malformed($"den är inte hel och riktig JSON, räknat från byte {total - end + start}");
        }
    }

    private bool Refill()
    {
        if (isFinal)
            return false;

        buffer.AsSpan(start, end - start).CopyTo(buffer);
        end -= start;
        start = 0;
        if (end == buffer.Length)
        {
            if (buffer.Length >= MaxPiece)
                throw Malformed($"en rad är större än {MaxPiece / 1024 / 1024} MiB");
            Array.Resize(ref buffer, buffer.Length * 2);
        }

        var room = buffer.Length - end;
        var read = file.ReadAtLeast(buffer.AsSpan(end), room, throwOnEndOfStream: false);
        end += read;
        total += read;
        isFinal = read < room;
        if (total > MaxBytes)
            throw Malformed($"den är större än {MaxBytes / 1024 / 1024 / 1024} GiB");
        return read > 0;
    }
}
