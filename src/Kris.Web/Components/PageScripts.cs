using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.FileProviders;

namespace Kris.Web.Components;

/// <summary>
/// The scripts of a page. They import each other by plain names; a map leads each name to the address that carries the
/// mark of its content, which a browser keeps for good. A page that was open once asks for none of them again, and one
/// that was not asks for all at once, instead of finding them one behind the other.
/// </summary>
public sealed partial class PageScripts(IWebHostEnvironment environment)
{
    private static readonly string[] Beginning =
    [
        "unkeepable", "composer", "waiting", "keeper", "open-incident", "live", "heading", "notice", "keys",
        "form-draft", "menu", "settings", "copy", "carried", "made-before",
    ];

    private readonly Lazy<IReadOnlyList<string>> modules = new(() => Reached(environment.WebRootFileProvider));
    private Mapped? mapped;

    /// <summary>The modules that begin of themselves, in this order.</summary>
    public static IEnumerable<string> Entries => Beginning.Select(Address);

    /// <summary>Those, and all that they import.</summary>
    public IReadOnlyList<string> Modules => modules.Value;

    /// <param name="assets">What is served, and under which address.</param>
    public Mapped Map(ResourceAssetCollection assets) => mapped ??= Made(assets);

    private Mapped Made(ResourceAssetCollection assets)
    {
        var imports = Modules.ToDictionary(module => $"/{module}", module => $"/{assets[module]}");
        var text = JsonSerializer.Serialize(new { imports });
        return new Mapped(text, Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text))));
    }

    private static string Address(string name) => $"js/{name}.js";

    private static List<string> Reached(IFileProvider files)
    {
        var reached = new List<string>();
        var waiting = new Queue<string>(Beginning);
        while (waiting.TryDequeue(out var name))
        {
            if (reached.Contains(Address(name)))
                continue;
            reached.Add(Address(name));
            using var reader = new StreamReader(files.GetFileInfo(Address(name)).CreateReadStream());
            foreach (Match import in Import().Matches(reader.ReadToEnd()))
                waiting.Enqueue(import.Groups["name"].Value);
        }

        return reached;
    }

    [GeneratedRegex(@"(from |import\()'\./(?<name>[a-z0-9-]+)\.js'", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Import();

    /// <param name="Text">The map, as it stands in the page.</param>
    /// <param name="Digest">Its SHA-256, by which the policy for scripts lets it stand there.</param>
    public sealed record Mapped(string Text, string Digest);
}
