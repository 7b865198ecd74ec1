namespace Kris.Tests.HouseRules;

/// <summary>
/// C# with its comments and texts blanked out, so that a rule about code does not stumble over words. Every character
/// keeps its place; what stands in the holes of an interpolated text is code and stays.
/// </summary>
internal sealed class CSharpText
{
    private readonly char[] text;
    private int at;

    private CSharpText(string text) => this.text = text.ToCharArray();

    public static string CodeOf(string source)
    {
        var reader = new CSharpText(source);
        reader.Code(isHole: false);
        return new string(reader.text);
    }

    private char Now => Ahead(0);

    private char Ahead(int steps) => at + steps < text.Length ? text[at + steps] : '\0';

    private void Code(bool isHole)
    {
        var depth = 0;
        while (at < text.Length)
        {
            if (isHole && depth == 0 && Now == '}')
                return;
            depth += Now switch { '{' => 1, '}' => -1, _ => 0 };
            if (Now == '/' && Ahead(1) == '/')
                BlankUntil("\n");
            else if (Now == '/' && Ahead(1) == '*')
                BlankUntil("*/");
            else if (Now == '\'')
                Letter();
            else if (!TryText())
                at++;
        }
    }

    private bool TryText()
    {
        var (dollars, ats, from) = (0, 0, at);
        for (; Now is '$' or '@'; at++)
            _ = Now == '$' ? dollars++ : ats++;
        if (Now != '"')
        {
            at = from;
            return false;
        }

        var quotes = Run('"');
        if (ats > 0 || quotes == 1)
            Plain(dollars > 0, isVerbatim: ats > 0);
        else if (quotes == 2)
            at += 2;
        else
            Raw(dollars, quotes);
        return true;
    }

    private void Plain(bool hasHoles, bool isVerbatim)
    {
        at++;
        while (at < text.Length)
        {
            if ((isVerbatim && Run('"') == 2) || (!isVerbatim && Now == '\\') || (hasHoles && Run(Now) > 1 && IsBrace))
                Blank(2);
            else if (Now == '"')
                break;
            else if (hasHoles && Now == '{')
                Hole(1);
            else
                Blank(1);
        }

        at++;
    }

    private void Raw(int dollars, int quotes)
    {
        at += quotes;
        while (at < text.Length && Run('"') < quotes)
        {
            if (dollars > 0 && Run('{') >= dollars)
                Hole(dollars);
            else
                Blank(1);
        }

        at += Run('"');
    }

    private void Hole(int braces)
    {
        Blank(Run('{'));
        Code(isHole: true);
        Blank(braces);
    }

    private void Letter()
    {
        at++;
        while (at < text.Length && Now is not '\'' and not '\n')
            Blank(Now == '\\' ? 2 : 1);
        at++;
    }

    private bool IsBrace => Now is '{' or '}';

    private int Run(char letter)
    {
        var length = 0;
        while (letter != '\0' && Ahead(length) == letter)
            length++;
        return length;
    }

    private void BlankUntil(string end)
    {
        var to = new string(text, at, text.Length - at).IndexOf(end, StringComparison.Ordinal);
        Blank(to < 0 ? text.Length - at : to + (end == "\n" ? 0 : end.Length));
    }

    private void Blank(int letters)
    {
        for (; letters > 0 && at < text.Length; letters--, at++)
            text[at] = text[at] == '\n' ? '\n' : ' ';
    }
}
