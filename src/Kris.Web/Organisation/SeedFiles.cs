using System.Text.Json;

namespace Kris.Web.Organisation;

internal sealed record SeededType(string Code, string Name, int Order);

internal sealed record SeededUnit(string Code, string Name, string Kind);

internal sealed record SeededDuty(string Duty, string? Unit);

internal sealed record SeededAccount(string User, string Name, string? Phone, IReadOnlyList<SeededDuty> Duties);

internal sealed record SeededMunicipality(
    string Name, IReadOnlyList<SeededUnit> Units, IReadOnlyList<SeededAccount> Accounts);

/// <summary>The files beside the program that a first start reads.</summary>
internal static class SeedFiles
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    public static IReadOnlyList<SeededType> EventTypes() => Read<List<SeededType>>("event-types.json");

    public static SeededMunicipality Demo() => Read<SeededMunicipality>("demo-municipality.json");

    private static T Read<T>(string name)
    {
        using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "seed", name));
        return JsonSerializer.Deserialize<T>(file, Options) ?? throw new InvalidDataException($"{name} is empty.");
    }
}
