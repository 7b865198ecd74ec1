using System.Reflection;
using Kris.Data;
using Kris.Domain;
using Kris.Domain.Accounts;
using Microsoft.EntityFrameworkCore;

namespace Kris.Tests.HouseRules;

/// <summary>The shape of what is compiled: who refers to whom, and how a verb looks.</summary>
public sealed class ShapeRuleTests
{
    private static readonly string[] DataMayKnow =
    [
        "System.",
        "Kris.Domain",
        "Npgsql",
        "Microsoft.EntityFrameworkCore",
        "Microsoft.AspNetCore.Identity.EntityFrameworkCore",
        "Microsoft.AspNetCore.DataProtection.EntityFrameworkCore",
        "Microsoft.Extensions.Identity.Stores",
        "Microsoft.Extensions.Logging.Abstractions",
    ];

    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Assembly Domain = typeof(Aggregate).Assembly;

    private static IEnumerable<Type> Aggregates =>
        Domain.GetTypes().Where(type => type.IsSubclassOf(typeof(Aggregate)) && !type.IsAbstract);

    [Fact]
    public void The_domain_knows_nothing_but_the_language() =>
        Assert.All(References(Domain), name => Assert.StartsWith("System.", name, StringComparison.Ordinal));

    [Fact]
    public void Data_knows_the_domain_and_the_database() => Assert.All(
        References(typeof(KrisDb).Assembly),
        name => Assert.Contains(DataMayKnow, known => name.StartsWith(known, StringComparison.Ordinal)));

    [Fact]
    public void Every_verb_says_who_acts_and_when()
    {
        var verbs = Aggregates.SelectMany(Verbs).ToList();

        Assert.Contains(verbs, verb => verb.Name == "Raise");
        SizeRuleTests.Holds(verbs.Where(verb => !EndsInWhoAndWhen(verb)).Select(Name));
    }

    [Fact]
    public void What_is_not_a_verb_is_a_question_and_nobody_acts_in_it() => SizeRuleTests.Holds(
        Aggregates.SelectMany(Methods).Except(Aggregates.SelectMany(Verbs))
            .Where(question => question.GetParameters().Any(IsActor))
            .Select(Name));

    [Fact]
    public void An_aggregate_is_changed_by_its_verbs_alone()
    {
        var settable =
            from type in Domain.GetTypes()
            // What a stream has is .NET's affair.
            where !type.IsSubclassOf(typeof(Stream))
            from property in type.GetProperties(Declared)
            where property.SetMethod is { IsPublic: true } setter && !IsInit(setter)
            select $"{type.Name}.{property.Name}";

        SizeRuleTests.Holds(settable);
        Assert.DoesNotContain(
            Aggregates.SelectMany(type => type.GetFields()), field => !field.IsLiteral && !field.IsInitOnly);
        SizeRuleTests.Holds(
            Aggregates.SelectMany(type => type.GetConstructors()).Select(made => made.DeclaringType!.Name));
    }

    [Fact]
    public void Every_aggregate_is_kept_with_the_version_that_somebody_saw()
    {
        using var db = new KrisDb(new DbContextOptionsBuilder<KrisDb>().UseNpgsql("Host=nowhere").Options);

        Assert.NotEmpty(Aggregates);
        Assert.All(
            Aggregates,
            type => Assert.True(db.Model.FindEntityType(type)!.FindProperty("Version")!.IsConcurrencyToken));
    }

    private static IEnumerable<string> References(Assembly assembly) =>
        assembly.GetReferencedAssemblies().Select(reference => reference.Name!);

    private static IEnumerable<MethodInfo> Methods(Type type) =>
        type.GetMethods(Declared).Where(method => !method.IsSpecialName);

    private static IEnumerable<MethodInfo> Verbs(Type type) =>
        Methods(type).Where(method => method.ReturnType == typeof(void) || method.ReturnType == type);

    // Who acts stands last, or before the time: a verb without one keeps no time of its own.
    private static bool EndsInWhoAndWhen(MethodInfo verb) => verb.GetParameters() switch
    {
        [.., var by, { Name: "at" } at] when at.ParameterType == typeof(DateTimeOffset) => IsActor(by),
        [.., var by] => IsActor(by),
        _ => false,
    };

    private static bool IsActor(ParameterInfo parameter) =>
        parameter is { Name: "by" } && parameter.ParameterType == typeof(Actor);

    private static bool IsInit(MethodInfo setter) =>
        setter.ReturnParameter.GetRequiredCustomModifiers().Any(modifier => modifier.Name == "IsExternalInit");

    private static string Name(MethodInfo method) => $"{method.DeclaringType!.Name}.{method.Name}";
}
