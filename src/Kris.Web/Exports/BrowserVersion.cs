using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Kris.Web.Exports;

/// <summary>Which version a browser has, as it says itself. It is asked anew: it may be replaced.</summary>
internal sealed partial class BrowserVersion
{
    private static readonly TimeSpan Known = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private (string Program, long At, int? Major)? asked;

    /// <returns>Nothing where it does not say.</returns>
    public int? Of(string program)
    {
        lock (gate)
        {
            if (asked is { } before && before.Program == program && Stopwatch.GetElapsedTime(before.At) < Known)
                return before.Major;
            var major = Ask(program);
            asked = (program, Stopwatch.GetTimestamp(), major);
            return major;
        }
    }

    private static int? Ask(string program)
    {
        var start = new ProcessStartInfo(program, "--version")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        RunningBrowser.LeaveOut(start);
        try
        {
            using var process = Process.Start(start);
            if (process is null)
                return null;
            if (!process.WaitForExit(Patience))
            {
                process.Kill(entireProcessTree: true);
                return null;
            }

            var said = Named().Match(process.StandardOutput.ReadToEnd());
            return said.Success ? int.Parse(said.Groups["major"].ValueSpan, CultureInfo.InvariantCulture) : null;
        }
        catch (Exception failed) when (failed is System.ComponentModel.Win32Exception or IOException)
        {
            // It is no program; what comes of it is said when it is to print.
            return null;
        }
    }

    [GeneratedRegex(
        @"(Chrom|Edge)\D*(?<major>\d{1,5})\.",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase,
        matchTimeoutMilliseconds: 200)]
    private static partial Regex Named();
}
