using Kris.Domain.Accounts;

namespace Kris.Tests.Web;

/// <summary>Who is let in where. Written out by hand: a route that is not here makes the test of it fail.</summary>
public static class RouteTable
{
    private const string Readers =
        "tib stabschef stabsmedlem loggforare kommundirektor beredskapssamordnare forvaltningschef kommunikator "
        + "registrator lasare";

    private const string Seers = Readers + " kln-ordforande kln-vice kln-ledamot";

    private const string Writers =
        "tib stabschef stabsmedlem loggforare kommundirektor beredskapssamordnare forvaltningschef kommunikator";

    private const string Flaggers =
        "tib stabschef stabsmedlem loggforare kommundirektor beredskapssamordnare forvaltningschef";

    private const string Exporters = "stabschef kommundirektor beredskapssamordnare registrator";

    private const string Everybody = Seers + " administrator";

    /// <summary>Open to whoever comes, logged in or not.</summary>
    public static readonly IReadOnlySet<string> Anonymous = new HashSet<string>(StringComparer.Ordinal)
    {
        "GET /healthz",
        "GET /readyz",
        "GET /api/v1/openapi.json",
        "* /api/{**rest}",
        "GET /finns-inte",
        "GET /fel/{Code:int}",
        "GET /logga-in",
        "GET /sw.js",
        "GET /kris.css",
        "GET /offline/",
        "GET /offline/{**file}",
        "POST /logga-ut",
        "GET /forsta-administrator",
        "GET /tavla/oppna",
        "GET /tavla/stangd",
    };

    /// <summary>
    /// The duties that are let in. Where a duty reaches only its own, the incident and the line here are another's.
    /// </summary>
    public static readonly IReadOnlyDictionary<string, HashSet<Duty>> Duties = new Dictionary<string, string>
    {
        ["GET /"] = Seers,
        ["GET /handelser"] = Seers,
        ["GET /handelser/ny"] = Flaggers,
        ["GET /handelser/{Id:guid}"] = Seers,
        ["GET /handelser/{Id:guid}/{Tab}"] = Seers,
        ["GET /uppgifter"] = Readers,
        ["GET /sok"] = Seers,
        ["GET /handelser/{id:guid}/utskrift"] = Readers,
        ["GET /handelser/{Id:guid}/exporter"] = Exporters,
        ["GET /loggblad"] = Readers,
        ["GET /loggblad/{Number:int}/inskrivning"] = Readers,
        ["GET /loggblad/utskrift"] = Readers,
        ["GET /loggblad/pdf"] = Readers,
        ["GET /handelser/{Id:guid}/lasningar/{Number:long}"] = "stabschef registrator",
        ["GET /handelser/{Id:guid}/radering/{Number:long}"] = "stabschef kommundirektor registrator",
        ["GET /loggblad/radering/{Number:long}"] = "stabschef kommundirektor registrator",
        ["GET /tavla"] = Seers,
        ["GET /konto"] = Everybody,
        ["GET /konto/losenord"] = Everybody,
        ["POST /uppgift"] = Everybody,
        ["GET /administration"] = "beredskapssamordnare administrator",
        ["GET /administration/enheter"] = "beredskapssamordnare administrator",
        ["GET /administration/handelsetyper"] = "beredskapssamordnare administrator",
        ["GET /administration/kommunen"] = "beredskapssamordnare administrator",
        ["GET /administration/konton"] = "administrator",
        ["GET /administration/konton/nytt"] = "administrator",
        ["GET /administration/konton/{Id:guid}"] = "administrator",
        ["GET /administration/nycklar"] = "administrator",

        // The circuit's own: its pages ask for themselves.
        ["GET /_framework/opaque-redirect"] = Everybody,
        ["* /_blazor"] = Everybody,
        ["* /_blazor/disconnect/"] = Everybody,
        ["* /_blazor/initializers/"] = Everybody,
        ["* /_blazor/negotiate"] = Everybody,

        ["GET /api/v1/incidents"] = Seers,
        ["POST /api/v1/incidents"] = Flaggers,
        ["GET /api/v1/incidents/{id}"] = Seers,
        ["GET /api/v1/incidents/{id}/lines"] = Readers,
        ["GET /api/v1/search"] = Seers,
        ["GET /api/v1/incidents/{id}/export"] = Exporters,
        ["GET /api/v1/incidents/{id}/export/csv"] = Exporters,
        ["POST /api/v1/incidents/{id}/exports"] = Exporters,
        ["GET /api/v1/incidents/{id}/exports/{key}"] = Exporters,
        ["GET /api/v1/incidents/{id}/exports/{key}/{part}"] = Exporters,
        ["GET /api/v1/incidents/{id}/exports/{key}/zip"] = Exporters,
        ["PUT /api/v1/incidents/{id}/lines/{key}"] = Writers,
        ["PUT /api/v1/incidents/{id}/attachments/{key}"] = Writers + " kln-ordforande kln-vice",
        ["GET /api/v1/incidents/{id}/attachments/{key}"] = Seers,
        ["HEAD /api/v1/incidents/{id}/attachments/{key}"] = Seers,
        ["POST /api/v1/incidents/{id}/lines/{number}/flag"] = Flaggers,
        ["POST /api/v1/incidents/{id}/lines/{number}/unflag"] = Flaggers,
        ["POST /api/v1/incidents/{id}/lines/{number}/pin"] = Writers,
        ["POST /api/v1/incidents/{id}/lines/{number}/unpin"] = Writers,
        ["POST /api/v1/incidents/{id}/lines/{number}/release"] = Writers,
        ["GET /api/v1/incidents/{id}/tags"] = Writers + " kln-ordforande kln-vice",
        ["POST /api/v1/incidents/{id}/lines/{number}/task/finish"] = Writers,
        ["POST /api/v1/incidents/{id}/lines/{number}/task/reopen"] = Writers,
        ["POST /api/v1/incidents/{id}/lines/{number}/task/change"] = Writers,
        ["GET /api/v1/tasks"] = Readers,
        ["GET /api/v1/people"] = Writers + " kln-ordforande kln-vice",
        ["POST /api/v1/incidents/{id}/lines/{number}/accept"] = "stabschef",
        ["GET /api/v1/incidents/{id}/draft"] = Writers + " kln-ordforande kln-vice",
        ["GET /api/v1/incidents/{id}/draft/{key}"] = Writers + " kln-ordforande kln-vice",
        ["PUT /api/v1/incidents/{id}/draft"] = Writers + " kln-ordforande kln-vice",
        ["DELETE /api/v1/incidents/{id}/draft"] = Writers + " kln-ordforande kln-vice",
        ["GET /api/v1/incidents/{id}/kept"] = Readers,
        ["GET /api/v1/call-list"] = Readers,
        ["POST /api/v1/incidents/{id}/lines/{number}/move"] = "stabschef loggforare",
        ["GET /api/v1/incidents/{id}/lines/{number:long}"] = Readers,
        ["GET /api/v1/incidents/{id}/lines/{number:long}/readings"] = "stabschef registrator",
        ["POST /api/v1/incidents/{id}/lines/{number:long}/mark"] = Writers + " registrator",
        ["POST /api/v1/incidents/{id}/lines/{number:long}/unmark"] = "stabschef registrator",
        ["POST /api/v1/incidents/{id}/lines/{number:long}/erasure/propose"] = "stabschef kommundirektor registrator",
        ["POST /api/v1/incidents/{id}/lines/{number:long}/erasure/confirm"] = "stabschef kommundirektor registrator",
        ["POST /api/v1/incidents/{id}/lines/{number:long}/erasure/decline"] = "stabschef kommundirektor registrator",
        ["GET /api/v1/legal-bases"] = Readers,
        ["GET /api/v1/readers"] = Writers + " registrator",
        ["POST /api/v1/incidents/{id}/level"] = "tib stabschef kommundirektor beredskapssamordnare",
        ["POST /api/v1/incidents/{id}/propose"] = "tib stabschef kommundirektor beredskapssamordnare",
        ["POST /api/v1/incidents/{id}/decline"] = "kommundirektor kln-ordforande kln-vice",
        ["POST /api/v1/incidents/{id}/close"] = "stabschef kommundirektor beredskapssamordnare",
        ["POST /api/v1/incidents/{id}/reopen"] = "stabschef kommundirektor beredskapssamordnare",
        ["POST /api/v1/incidents/{id}/central-support"] = "forvaltningschef",
        ["POST /api/v1/incidents/{id}/life-danger"] = Flaggers,
        ["POST /api/v1/incidents/{id}/merge"] = "stabschef kommundirektor beredskapssamordnare",
        ["PUT /api/v1/incidents/{id}/facts"] =
            "tib stabschef stabsmedlem loggforare kommundirektor beredskapssamordnare",
    }.ToDictionary(row => row.Key, row => Parsed(row.Value));

    private static HashSet<Duty> Parsed(string codes) =>
        codes.Split(' ').Select(code => Domain.Accounts.Duties.Parse(code)!.Value).ToHashSet();
}
