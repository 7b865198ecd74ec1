namespace Kris.Tests.HouseRules;

/// <summary>A file that we wrote ourselves, with its path from the root of the repository.</summary>
internal sealed record Source(string Path, string Text)
{
    public string Name => System.IO.Path.GetFileName(Path);

    public bool IsTest => Path.StartsWith("tests/", StringComparison.Ordinal);

    public IEnumerable<(int Number, string Text)> Lines =>
        Text.TrimEnd('\n').Split('\n').Select((line, index) => (index + 1, line.TrimEnd('\r')));

    /// <summary>The C# of the file: all of it, or what stands in the code block of a component.</summary>
    public string CSharp
    {
        get
        {
            if (Name.EndsWith(".cs", StringComparison.Ordinal))
                return CSharpText.CodeOf(Text);
            var code = Text.IndexOf("\n@code", StringComparison.Ordinal);
            return code < 0 ? "" : CSharpText.CodeOf("class Component" + Text[(code + "\n@code".Length)..]);
        }
    }
}

/// <summary>What we wrote by hand. What is generated, vendored or built is somebody else's.</summary>
internal static class Sources
{
    private static readonly string[] Folders = ["src", "tests", "bench"];
    private static readonly string[] Foreign = ["/bin/", "/obj/", "/Migrations/", "/wwwroot/lib/", "/node_modules/"];

    public static string Root { get; } = FindRoot();

    public static IReadOnlyList<Source> All { get; } = Read();

    public static IEnumerable<Source> Of(params string[] extensions) =>
        All.Where(source => extensions.Contains(Path.GetExtension(source.Path)));

    /// <summary>The program itself, without its tests and measurements.</summary>
    public static IEnumerable<Source> OfProgram(params string[] extensions) =>
        Of(extensions).Where(source => source.Path.StartsWith("src/", StringComparison.Ordinal));

    private static List<Source> Read() =>
        [.. Folders
            .SelectMany(folder => Directory.EnumerateFiles(
                Path.Combine(Root, folder), "*", SearchOption.AllDirectories))
            .Where(file => Path.GetExtension(file) is ".cs" or ".razor" or ".css" or ".js" or ".sql" or ".csproj")
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Where(path => !Foreign.Any(part => path.Contains(part, StringComparison.Ordinal)))
            .Order(StringComparer.Ordinal)
            .Select(path => new Source(path, File.ReadAllText(Path.Combine(Root, path))))];

    private static string FindRoot()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Kris.sln")))
                return at.FullName;
        }

        throw new InvalidOperationException($"No Kris.sln above {AppContext.BaseDirectory}.");
    }
}
