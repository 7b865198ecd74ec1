using Kris.Browser.Running;

namespace Kris.Browser.Faults;

/// <summary>What a program writes of its own faults while a campaign goes on, with where they came from.</summary>
internal sealed class ProgramFaults : IDisposable
{
    private const int Most = 3;
    private const int LinesOfOne = 14;

    private readonly Lock gate = new();
    private readonly List<KrisProgram> heard = [];
    private readonly List<string> said = [];
    private int left;

    public IReadOnlyList<string> Said
    {
        get
        {
            lock (gate)
                return [.. said];
        }
    }

    public void Listen(KrisProgram node)
    {
        node.Heard += Hear;
        heard.Add(node);
    }

    public void Dispose()
    {
        foreach (var node in heard)
            node.Heard -= Hear;
    }

    // By its own words, or by those of what it runs in. An open page that finds the database away says so in another
    // way, and is loaded anew.
    private static bool IsFault(string line) =>
        line.Contains("Failed under reference", StringComparison.Ordinal)
        || line.Contains("an unhandled exception", StringComparison.OrdinalIgnoreCase);

    // An exception stands on the lines that follow the sentence.
    private void Hear(string line)
    {
        lock (gate)
        {
            if (IsFault(line) && said.Count < Most)
            {
                said.Add($"Programmet skrev: {line}");
                left = LinesOfOne;
            }
            else if (left-- > 0)
            {
                said[^1] += $"\n        {line}";
            }
        }
    }
}
