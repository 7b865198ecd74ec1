using Kris.Browser.Faults;
using Kris.Faults;

const int Misused = 2;
const int Inputs = 100_000;

var asked = Arguments.Parse(args);
if (asked is null)
{
    Console.Error.WriteLine(Arguments.Usage);
    return Misused;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};
var whole = new Extent(asked.Seed, TimeSpan.FromMinutes(asked.Minutes), int.MaxValue)
{
    Inputs = Inputs,
    HasBrowsers = asked.HasBrowsers,
};
try
{
    return await Campaign.RunAsync(asked.Kinds, whole, Console.Out, stop.Token) ? 0 : 1;
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine($"Felprovet avbröts. Frö {asked.Seed}.");
    return 1;
}
