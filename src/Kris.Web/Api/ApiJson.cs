using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Kris.Domain;
using Kris.Domain.Journal;

namespace Kris.Web.Api;

/// <summary>How the API reads and writes JSON: strictly about what it knows, and blind to what it does not.</summary>
public static class ApiJson
{
    public static void Configure(JsonSerializerOptions json)
    {
        json.NumberHandling = JsonNumberHandling.Strict;
        json.RespectNullableAnnotations = true;
        json.AllowDuplicateProperties = false;
        json.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        json.Encoder = JavaScriptEncoder.Create(UnicodeRanges.All);
        json.MaxDepth = 16;
        json.Converters.Add(new TimeConverter());
        ApiCodes.AddTo(json);
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

            throw new RefusedException(
                "En tidpunkt har fel form. Skriv datum, klockslag och förskjutning, som 2026-03-01T14:05:00+01:00.",
                Refusal.Malformed);
        }

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(IsoTime.Format(value));

        private static bool HasOffset(string text) =>
            text.Length > 16 && text[10] == 'T' && (text[^1] == 'Z' || text[^6] is '+' or '-');
    }
}
