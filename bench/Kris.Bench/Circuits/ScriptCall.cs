using System.Globalization;
using System.Text.Json;

namespace Kris.Bench.Circuits;

/// <summary>A call from the circuit to a script in the page, and what a page that is fine would answer.</summary>
/// <param name="Handle">0 when nobody waits for the answer.</param>
/// <param name="ResultType">1 where a reference to an object of the page is wanted.</param>
internal readonly record struct ScriptCall(long Handle, string Identifier, string? Arguments, int ResultType)
{
    /// <summary>The reader stands at the newest line, so that a line that comes is shown at once.</summary>
    private string Result => (ResultType, Identifier) switch
    {
        (1, _) => """{"__jsObjectId":1}""",
        (_, "isAtTop") => "true",
        (_, "mudThemeProvider.isDarkMode" or "darkModeChange.isDarkMode") => "false",
        _ => "null",
    };

    public byte[] Answer() => PackWriter.Call("EndInvokeJSFromDotNet", id: null, arguments: 3)
        .Integer(Handle)
        .Truth(true)
        .Text(string.Create(CultureInfo.InvariantCulture, $"[{Handle},true,{Result}]"))
        .Framed();
}
