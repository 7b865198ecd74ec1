using System.Text.Json;

namespace Kris.Domain.Journal;

/// <summary>An object of an export, asked for what it must have; a refusal names it by its place.</summary>
internal sealed class ExportObject(Dictionary<string, JsonElement> members, string place)
{
    public int Count => members.Count;

    public IEnumerable<string> Names => members.Keys;

    public static ExportObject Of(JsonElement json, string place)
    {
        if (json.ValueKind is not JsonValueKind.Object)
            throw Malformed($"{place} är inte ett objekt");

        var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in json.EnumerateObject())
        {
            if (!members.TryAdd(ExportTokens.Text(member), member.Value))
                throw Malformed($"{place} har samma namn två gånger");
        }

        return new ExportObject(members, place);
    }

    public ExportObject At(string otherPlace) => new(members, otherPlace);

    public bool Has(string name) => members.ContainsKey(name);

    public bool IsTrue(string name) => members[name].ValueKind is JsonValueKind.True;

    public void ExpectOnly(params ReadOnlySpan<string> names)
    {
        foreach (var name in members.Keys)
        {
            if (!names.Contains(name))
                throw Malformed($"{place} har något som inte hör till formatet");
        }
    }

    public string Text(string name) =>
        ExportTokens.Text(Member(name)) ?? throw Malformed($"”{name}” i {place} är inte text");

    public long Number(string name)
    {
        var member = Member(name);
        return member.ValueKind is JsonValueKind.Number && member.TryGetInt64(out var number)
            ? number
            : throw Malformed($"”{name}” i {place} är inte ett heltal");
    }

    public Guid Uuid(string name) =>
        Hex.Uuid(Text(name)) ?? throw Malformed($"”{name}” i {place} är inte ett uuid med gemener");

    public byte[] Hash(string name) =>
        Hex.Hash(Text(name)) ?? throw Malformed($"”{name}” i {place} är inte 64 hexadecimala siffror med gemener");

    public DateTimeOffset Time(string name) =>
        IsoTime.TryParse(Text(name), out var at)
            ? at
            : throw Malformed($"”{name}” i {place} är inte en tid i UTC med sex decimaler");

    public ExportObject Object(string name) => Of(Member(name), $"”{name}” i {place}");

    private JsonElement Member(string name) =>
        members.TryGetValue(name, out var member) ? member : throw Malformed($"”{name}” saknas i {place}");

    private static RefusedException Malformed(string what) =>
        new($"Exportfilen går inte att läsa: {what}.", Refusal.Malformed);
}
