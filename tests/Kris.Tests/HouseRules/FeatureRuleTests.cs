using System.Reflection;
using Kris.Data;
using Kris.Domain;
using NetArchTest.Rules;

namespace Kris.Tests.HouseRules;

/// <summary>Which feature may know which stands in docs/ARCHITECTURE.md, and the compiled code keeps to it.</summary>
public sealed class FeatureRuleTests
{
    private const string Heading = "## Which feature may know which";

    private static readonly IReadOnlyList<string[]> Table = ReadTable();

    private static readonly Assembly Domain = typeof(Aggregate).Assembly;
    private static readonly Assembly Data = typeof(KrisDb).Assembly;

    public static TheoryData<string> Features() => [.. Table.Select(row => row[0])];

    [Theory]
    [MemberData(nameof(Features))]
    public void A_feature_knows_in_the_domain_only_what_the_table_says(string feature) =>
        SizeRuleTests.Holds(Offenders(Domain, feature, Known(feature, column: 1)));

    [Theory]
    [MemberData(nameof(Features))]
    public void A_feature_knows_in_maps_and_queries_only_what_the_table_says(string feature) =>
        SizeRuleTests.Holds(Offenders(Data, feature, [.. Known(feature, column: 1), .. Known(feature, column: 2)]));

    [Fact]
    public void Every_folder_has_a_row_in_the_table()
    {
        var folders = FoldersOf(Domain).Concat(FoldersOf(Data)).Except(["Migrations"]);

        SizeRuleTests.Holds(folders.Except(Table.Select(row => row[0])));
    }

    [Fact]
    public void Every_row_of_the_table_is_a_folder_and_names_folders()
    {
        var folders = FoldersOf(Domain).Concat(FoldersOf(Data)).ToHashSet();

        var named = Table.SelectMany(row => Known(row[0], 1).Concat(Known(row[0], 2)).Append(row[0]));
        SizeRuleTests.Holds(named.Except(folders));
    }

    [Fact]
    public void Knowing_is_seen_where_it_is() =>
        Assert.Contains(
            "Incident", string.Join(' ', Offenders(Domain, "Incidents", known: [])), StringComparison.Ordinal);

    private static IEnumerable<string> Offenders(Assembly assembly, string feature, IEnumerable<string> known)
    {
        var forbidden = Table.Select(row => row[0]).Except(known.Append(feature))
            .SelectMany(other => new[] { $"Kris.Domain.{other}", $"Kris.Data.{other}" })
            .ToArray();
        var verdict = Types.InAssembly(assembly)
            .That().ResideInNamespace($"{assembly.GetName().Name}.{feature}")
            .ShouldNot().HaveDependencyOnAny(forbidden)
            .GetResult();
        return verdict.FailingTypeNames ?? [];
    }

    private static IEnumerable<string> FoldersOf(Assembly assembly) =>
        assembly.GetTypes()
            .Select(type => type.Namespace?.Split('.') ?? [])
            .Where(parts => parts is ["Kris", _, _, ..])
            .Select(parts => parts[2])
            .Distinct();

    private static string[] Known(string feature, int column) =>
        Table.Single(row => row[0] == feature)[column]
            .Split([',', ' ', '–'], StringSplitOptions.RemoveEmptyEntries);

    private static List<string[]> ReadTable()
    {
        var page = File.ReadAllLines(Path.Combine(Sources.Root, "docs", "ARCHITECTURE.md"));
        return
        [
            .. page.SkipWhile(line => line != Heading)
                .SkipWhile(line => !line.StartsWith('|'))
                .TakeWhile(line => line.StartsWith('|'))
                .Skip(2)
                .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries)),
        ];
    }
}
