using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Kris.Bench.Circuits;

/// <summary>What a page carries for its circuit: a marker per interactive root, and the state beside them.</summary>
internal sealed partial record PageMarkers(IReadOnlyList<JsonNode> Components, string State)
{
    public static PageMarkers Read(string html)
    {
        var components = Component().Matches(html)
            .Select(match => JsonNode.Parse(match.Groups["json"].Value)!)
            .Where(marker => marker["type"]?.GetValue<string>() is "server")
            .OrderBy(marker => marker["sequence"]!.GetValue<int>())
            .ToList();
        if (components.Count == 0)
            throw new BenchException("Sidan har inga interaktiva delar, alltså ingen krets att öppna.");
        return new PageMarkers(components, PersistedState().Match(html).Groups["state"].Value);
    }

    /// <summary>Asks the circuit to take over every component, as the browser's script does at first.</summary>
    public string AddAll() => new JsonObject
    {
        ["batchId"] = 1,
        ["operations"] = new JsonArray([.. Components.Select((marker, index) => new JsonObject
        {
            ["type"] = "add",
            ["ssrComponentId"] = index + 1,
            ["marker"] = marker.DeepClone(),
        })]),
    }.ToJsonString();

    [GeneratedRegex("<!--Blazor:(?<json>\\{.*?\\})-->", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Component();

    [GeneratedRegex(
        "<!--Blazor-Server-Component-State:(?<state>.*?)-->",
        RegexOptions.Singleline | RegexOptions.ExplicitCapture,
        5000)]
    private static partial Regex PersistedState();
}
