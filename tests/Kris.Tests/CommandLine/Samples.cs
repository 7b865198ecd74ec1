using Kris.Tests.HouseRules;

namespace Kris.Tests.CommandLine;

internal static class Samples
{
    public static string Path(string name) => System.IO.Path.Combine(Sources.Root, "samples", name);
}
