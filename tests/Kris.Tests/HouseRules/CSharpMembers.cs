using System.Text.RegularExpressions;

namespace Kris.Tests.HouseRules;

/// <summary>The methods, constructors and properties of a file, with how many lines each takes.</summary>
internal sealed partial class CSharpMembers
{
    private enum Block
    {
        Type,
        Member,
        Other,
    }

    private readonly List<(string Header, int Lines)> found = [];
    private readonly Stack<(Block Kind, string Header, int From)> open = new();
    private readonly string code;
    private int headerFrom;

    private CSharpMembers(string code) => this.code = code;

    /// <param name="code">C# without comments and texts, see <see cref="CSharpText"/>.</param>
    public static IReadOnlyList<(string Header, int Lines)> Of(string code)
    {
        var members = new CSharpMembers(code);
        members.Read();
        return members.found;
    }

    private void Read()
    {
        for (var at = 0; at < code.Length; at++)
        {
            if (code[at] == '{')
                Open(at);
            else if (code[at] == '}')
                Close(at);
            else if (code[at] == ';')
                EndStatement(at);
        }
    }

    private void Open(int at)
    {
        var header = Header(at);
        open.Push((KindOf(header), header, headerFrom));
        headerFrom = at + 1;
    }

    private void Close(int at)
    {
        if (open.TryPop(out var block) && block.Kind is Block.Member)
            found.Add((block.Header, LinesBetween(block.From, at)));
        headerFrom = at + 1;
    }

    private void EndStatement(int at)
    {
        var header = Header(at);
        if (InType && Outside(header).Contains("=>", StringComparison.Ordinal))
            found.Add((header, LinesBetween(headerFrom, at)));
        headerFrom = at + 1;
    }

    private bool InType => open.TryPeek(out var inside) && inside.Kind is Block.Type;

    private Block KindOf(string header)
    {
        var outside = Outside(header);
        if (TypeWord().IsMatch(outside.Split(" where ")[0]) && (open.Count == 0 || !open.Any(IsMember)))
            return Block.Type;
        return InType && (!outside.Contains('=') || IsArrowFirst(outside)) ? Block.Member : Block.Other;
    }

    private static bool IsMember((Block Kind, string Header, int From) block) => block.Kind is Block.Member;

    // A field that is given a value by braces is data, however long; a member with an arrow is a method.
    private static bool IsArrowFirst(string header) =>
        header.Contains("=>", StringComparison.Ordinal)
        && header.IndexOf("=>", StringComparison.Ordinal) == header.IndexOf('=');

    private static string Outside(string header) => InBrackets().Replace(header, "");

    private string Header(int to)
    {
        while (headerFrom < to && char.IsWhiteSpace(code[headerFrom]))
            headerFrom++;
        return code[headerFrom..to].ReplaceLineEndings(" ");
    }

    private int LinesBetween(int from, int to) => code.AsSpan(from, to - from).Count('\n') + 1;

    [GeneratedRegex(@"\b(class|struct|record|interface|enum|namespace)\b", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex TypeWord();

    [GeneratedRegex(@"\((?>[^()]+|(?<open>\()|(?<-open>\)))*\)|\[[^\]]*\]", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex InBrackets();
}
