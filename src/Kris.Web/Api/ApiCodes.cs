using System.Text.Json;
using System.Text.Json.Serialization;
using Kris.Domain;
using Kris.Domain.Accounts;
using Kris.Domain.Incidents;
using Kris.Domain.Journal;

namespace Kris.Web.Api;

/// <summary>The codes of the API, each with the Swedish word: what is read, written and described.</summary>
public static class ApiCodes
{
    private static readonly Dictionary<Type, IReadOnlyList<(string Code, string Swedish)>> Lists = new()
    {
        [typeof(LineKind)] = Of<LineKind>(LineKinds.Code, LineKinds.Swedish),
        [typeof(Duty)] = Of<Duty>(Duties.Code, Duties.Swedish),
        [typeof(IncidentLevel)] = Of<IncidentLevel>(IncidentWords.Code, IncidentWords.Swedish),
        [typeof(IncidentPhase)] = Of<IncidentPhase>(IncidentWords.Code, IncidentWords.Swedish),
        [typeof(Spill)] = Of<Spill>(LineErasure.Code, LineErasure.Swedish),
        [typeof(LevelStep)] = Of<LevelStep>(step => step.ToString().ToLowerInvariant(), Swedish),
    };

    public static IReadOnlyList<(string Code, string Swedish)>? For(Type type) => Lists.GetValueOrDefault(type);

    public static void AddTo(JsonSerializerOptions json)
    {
        json.Converters.Add(new CodeConverter<LineKind>());
        json.Converters.Add(new CodeConverter<Duty>());
        json.Converters.Add(new CodeConverter<IncidentLevel>());
        json.Converters.Add(new CodeConverter<IncidentPhase>());
        json.Converters.Add(new CodeConverter<LevelStep>());
        json.Converters.Add(new CodeConverter<Spill>());
    }

    private static string Swedish(LevelStep step) => step switch
    {
        LevelStep.Opened => "öppnad",
        LevelStep.Raised => "eskalerad",
        LevelStep.Lowered => "sänkt",
        LevelStep.Declined => "avslagen",
        _ => "föreslagen",
    };

    private static List<(string Code, string Swedish)> Of<T>(Func<T, string> code, Func<T, string> swedish)
        where T : struct, Enum => [.. Enum.GetValues<T>().Select(value => (code(value), swedish(value)))];

    private sealed class CodeConverter<T> : JsonConverter<T>
        where T : struct, Enum
    {
        private readonly T[] values = Enum.GetValues<T>();
        private readonly IReadOnlyList<(string Code, string Swedish)> codes = Lists[typeof(T)];

        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var code = reader.TokenType is JsonTokenType.String ? reader.GetString() : null;
            for (var i = 0; i < values.Length; i++)
            {
                if (codes[i].Code == code)
                    return values[i];
            }

            throw new RefusedException(
                $"En kod i begäran finns inte. Välj bland {string.Join(", ", codes.Select(row => row.Code))}.",
                Refusal.Malformed);
        }

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteStringValue(codes[Array.IndexOf(values, value)].Code);
    }
}
