using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using Kris.Domain;
using Kris.Domain.Journal;

namespace Kris.Web.Api;

/// <summary>
/// How the API reads and writes JSON. A field that it does not know is refused: a marking that was spelt wrong would
/// else be a line that everybody reads (decision 0045).
/// </summary>
public static class ApiJson
{
    private static readonly Regex Unmapped = new(
        "^The JSON property '(?<name>.*)' could not be mapped to any",
        RegexOptions.Singleline | RegexOptions.ExplicitCapture,
        TimeSpan.FromMilliseconds(200));

    public static void Configure(JsonSerializerOptions json)
    {
        json.NumberHandling = JsonNumberHandling.Strict;
        json.RespectNullableAnnotations = true;
        json.AllowDuplicateProperties = false;
        json.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        json.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        json.Encoder = JavaScriptEncoder.Create(UnicodeRanges.All);
        json.MaxDepth = 16;
        json.Converters.Add(new TimeConverter());
        ApiCodes.AddTo(json);
    }

    /// <summary>The name of the field that is not known, where that is what is wrong.</summary>
    public static string? UnknownField(JsonException? wrong)
    {
        // The message is all that tells it from a field of the wrong form.
        var match = Unmapped.Match(wrong?.Message ?? "");
        return match.Success ? match.Groups["name"].Value : null;
    }

    /// <summary>A time in an address, which is as strict as one in a body.</summary>
    /// <exception cref="RefusedException">It has another form.</exception>
    public static DateTimeOffset? Time(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        return TimeConverter.HasOffset(text)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at)
            ? at
            : throw TimeConverter.Wrong();
    }

    // A time without its offset means another moment to every reader, and the night when the clocks change two.
    private sealed class TimeConverter : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(
            ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType is JsonTokenType.String
                && HasOffset(reader.GetString()!)
                && reader.TryGetDateTimeOffset(out var at))
            {
                return at;
            }

            throw Wrong();
        }

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(IsoTime.Format(value));

        public static RefusedException Wrong() => new(
            "En tidpunkt har fel form. Skriv datum, klockslag och förskjutning, som 2026-03-01T14:05:00+01:00.",
            Refusal.Malformed);

        public static bool HasOffset(string text) =>
            text.Length > 16 && text[10] == 'T' && (text[^1] == 'Z' || text[^6] is '+' or '-');
    }
}
