using System.Globalization;

namespace Kris.Web.Hosting;

/// <summary>What the environment says about how Kris runs. Read once, at the start.</summary>
public sealed record KrisSettings
{
    public const int DefaultPort = 5080;
    public const int DefaultRate = 200;
    public const int DefaultAttachmentsMegabytes = 20_480;

    /// <summary>The application's role on a server of one's own; without it Kris runs a private PostgreSQL.</summary>
    public string? Db { get; init; }

    /// <summary>The role that owns the tables, for migrations alone.</summary>
    public string? DbOwner { get; init; }

    public int Port { get; init; } = DefaultPort;

    /// <summary>The address that others reach Kris by, https, where it is open to others.</summary>
    public Uri? Url { get; init; }

    /// <summary>A PEM file with certificate and key, or a PFX without password.</summary>
    public string? Certificate { get; init; }

    /// <summary>The data folder that was asked for; without one it lies where this machine keeps such things.</summary>
    public string? Data { get; init; }

    /// <summary>Demo accounts and a demo municipality, in the private database on loopback only.</summary>
    public bool Demo { get; init; } = true;

    /// <summary>KRIS_RATE: how many calls of the API a second one account or token may make, over time.</summary>
    public int Rate { get; init; } = DefaultRate;

    /// <summary>The browser that prints, where it is not among those that are found by name; "nej" for none.</summary>
    public string? Chromium { get; init; }
    /// <summary>KRIS_ATTACHMENTS_MB: how much the files of all lines may take in the database.</summary>
    public int AttachmentsMegabytes { get; init; } = DefaultAttachmentsMegabytes;

    /// <summary>Where a browser finds Kris.</summary>
    public string Address => Url is { } url
        ? url.GetLeftPart(UriPartial.Authority)
        : string.Create(CultureInfo.InvariantCulture, $"http://localhost:{Port}");

    public bool IsPrivate => Db is null;

    public bool HasTls => Certificate is not null;

    public bool ShowsDemo => Demo && IsPrivate && !HasTls;

    public static KrisSettings FromEnvironment()
    {
        return new KrisSettings
        {
            Db = Text("KRIS_DB"),
            DbOwner = Text("KRIS_DB_OWNER"),
            Port = Number("KRIS_PORT") ?? DefaultPort,
            Rate = Number("KRIS_RATE") is > 0 and < 1_000_000 and var rate ? rate : DefaultRate,
            AttachmentsMegabytes = Number("KRIS_ATTACHMENTS_MB") ?? DefaultAttachmentsMegabytes,
            Url = Uri.TryCreate(Text("KRIS_URL"), UriKind.Absolute, out var url) ? url : null,
            Certificate = Text("KRIS_CERT"),
            Data = Text("KRIS_DATA"),
            Chromium = Text("KRIS_CHROMIUM"),
            Demo = Environment.GetEnvironmentVariable("KRIS_DEMO") != "0",
        };
    }

    private static int? Number(string name) =>
        int.TryParse(Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string? Text(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
