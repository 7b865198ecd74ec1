using Kris.Browser.Running;

namespace Kris.Browser.Look;

/// <summary>A page as somebody sees it. Every route of the program is in this table.</summary>
/// <param name="Route">As the page itself gives it.</param>
/// <param name="Address">With {incident} and {account} where one is needed.</param>
/// <param name="User">Who sees it; nobody where no login is needed.</param>
/// <param name="IsAlive">Whether it has a circuit.</param>
public sealed record ShownPage(string Route, string Address, string? User, bool IsAlive = true)
{
    public static IReadOnlyList<ShownPage> All { get; } =
    [
        new("/", "/", "stabschef"),
        new("/handelser", "/handelser", "stabschef"),
        new("/handelser/ny", "/handelser/ny", "tib"),
        new("/handelser/{Id:guid}", "/handelser/{incident}", "stabschef"),
        new("/handelser/{Id:guid}/{Tab}", "/handelser/{incident}/fakta", "stabschef"),
        new("/handelser/{Id:guid}/{Tab}", "/handelser/{incident}/fakta?andra=ja", "stabschef"),
        new("/handelser/{Id:guid}/{Tab}", "/handelser/{incident}/niva", "stabschef"),
        new("/handelser/{Id:guid}/{Tab}", "/handelser/{incident}/berorda", "stabschef"),
        new("/handelser/{Id:guid}", "/handelser/{incident}", "kln-ordforande"),
        new("/handelser/{Id:guid}/{Tab}", "/handelser/{incident}/uppgifter", "stabschef"),
        new("/uppgifter", "/uppgifter?visa=alla", "stabschef"),
        new("/handelser/{Id:guid}", "/handelser/{incident}?typ=anteckning", "stabschef"),
        new("/handelser/{Id:guid}", "/handelser/{incident}?q=raden", "stabschef"),
        new("/sok", "/sok", "stabschef"),
        new("/sok", "/sok?q=raden", "stabschef"),
        new("/sok", "/sok?typ=anteckning", "stabschef"),
        new("/sok", "/sok?typ=drake&q=raden", "stabschef"),
        new("/handelser/{Id:guid}/exporter", "/handelser/{incident}/exporter", "stabschef"),
        new("/loggblad", "/loggblad", "stabschef"),
        new("/loggblad/{Number:int}/inskrivning", "/loggblad/1/inskrivning", "stabschef"),
        new("/handelser/{Id:guid}/lasningar/{Number:long}", "/handelser/{incident}/lasningar/2", "stabschef"),
        new("/handelser/{Id:guid}/radering/{Number:long}", "/handelser/{incident}/radering/2", "stabschef"),
        new("/loggblad/radering/{Number:long}", "/loggblad/radering/1", "stabschef"),
        new("/tavla", "/tavla", "stabschef", IsAlive: false),
        new("/tavla/stangd", "/tavla/stangd", User: null, IsAlive: false),
        new("/logga-in", "/logga-in", User: null, IsAlive: false),
        new("/forsta-administrator", "/forsta-administrator", User: null, IsAlive: false),
        new("/konto", "/konto", "stabschef2"),
        new("/konto/losenord", "/konto/losenord", "stabschef2", IsAlive: false),
        new("/administration", "/administration", "administrator"),
        new("/administration/konton", "/administration/konton", "administrator"),
        new("/administration/konton/nytt", "/administration/konton/nytt", "administrator"),
        new("/administration/konton/{Id:guid}", "/administration/konton/{account}", "administrator"),
        new("/administration/nycklar", "/administration/nycklar", "administrator"),
        new("/administration/enheter", "/administration/enheter", "administrator"),
        new("/administration/handelsetyper", "/administration/handelsetyper", "administrator"),
        new("/administration/kommunen", "/administration/kommunen", "administrator"),
        new("/finns-inte", "/finns-inte", "stabschef"),
        new("/fel/{Code:int}", "/handelser/ny", "lasare", IsAlive: false),
    ];

    public async Task ShowAsync(Person person, TestIncident incident, Guid account)
    {
        var address = Address
            .Replace("{incident}", incident.Id.ToString(), StringComparison.Ordinal)
            .Replace("{account}", account.ToString(), StringComparison.Ordinal);
        if (IsAlive)
            await person.GoAsync(address);
        else
            await person.Page.GotoAsync(address);
        await Expect(person.Page.Locator("h1").First).ToBeVisibleAsync();
    }

    public override string ToString() => $"{Address} as {User ?? "nobody"}";
}
