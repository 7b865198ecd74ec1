using System.Net.WebSockets;
using Kris.Bench;
using Kris.Bench.Setup;
using Kris.Domain;
using Npgsql;

if (args is ["serve", var connection])
    return await KrisChild.RunAsync(connection);

var asked = Arguments.Parse(args);
if (asked is null)
{
    Console.Error.WriteLine(Arguments.Usage);
    return 2;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};
try
{
    await Parts.RunAsync(asked, stop.Token);
    return 0;
}
catch (Exception wrong) when (wrong is BenchException or RefusedException or OperationCanceledException
    or TimeoutException or HttpRequestException or WebSocketException or NpgsqlException or IOException)
{
    Console.Error.WriteLine($"Mätningen avbröts: {wrong.Message}");
    return 1;
}
