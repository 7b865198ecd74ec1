using System.Globalization;
using System.Text;
using Kris.Domain.Incidents;

namespace Kris.Web.Administration;

/// <summary>A code made of a name: "Hot och våld" becomes hot-och-vald.</summary>
public static class EventTypeCode
{
    public static string Of(string name)
    {
        var code = new StringBuilder();
        foreach (var letter in name.Trim().ToLowerInvariant().Normalize(NormalizationForm.FormD))
        {
            if (letter is (>= 'a' and <= 'z') or (>= '0' and <= '9'))
                code.Append(letter);
            else if (!IsMark(letter) && code is not [.., '-'])
                code.Append('-');
        }

        var whole = code.ToString();
        return whole[..Math.Min(whole.Length, EventType.CodeMaxLength)].Trim('-');
    }

    private static bool IsMark(char letter) =>
        CharUnicodeInfo.GetUnicodeCategory(letter) is UnicodeCategory.NonSpacingMark;
}
