namespace Kris.Domain.Journal;

/// <summary>The codes a line may carry, each with the word that the page shows.</summary>
public static class LineCodes
{
    public static readonly IReadOnlyDictionary<string, string> Channels = new Dictionary<string, string>
    {
        ["telefon"] = "telefon",
        ["rakel"] = "Rakel",
        ["e-post"] = "e-post",
        ["mote"] = "möte",
        ["wis"] = "WIS",
        ["sos-alarm"] = "SOS Alarm",
        ["annat"] = "annat",
    };

    public static readonly IReadOnlyDictionary<string, string> Reliabilities = new Dictionary<string, string>
    {
        ["bekraftad"] = "bekräftad",
        ["trolig"] = "trolig",
        ["obekraftad"] = "obekräftad",
        ["rykte"] = "rykte",
    };

    public static readonly IReadOnlyDictionary<string, string> Horizons = new Dictionary<string, string>
    {
        ["kort"] = "kort sikt",
        ["lang"] = "lång sikt",
    };
}
