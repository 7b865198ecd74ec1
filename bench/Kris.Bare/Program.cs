using System.Globalization;
using Kris.Bare;

var builder = WebApplication.CreateBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Services.AddSingleton<Broadcast>();
builder.Services.AddRazorComponents().AddInteractiveServerComponents();
var app = builder.Build();
app.UseWebSockets();
app.UseAntiforgery();
app.MapStaticAssets();
app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
var broadcast = app.Services.GetRequiredService<Broadcast>();
app.Map("/ws", broadcast.JoinAsync);
await app.StartAsync();
Console.WriteLine(app.Urls.First());

// One question on a line, one answer on a line; the end of the questions is the end of the program.
while (await Console.In.ReadLineAsync() is { } line)
{
    Console.WriteLine(line.Split(' ', 2) switch
    {
        ["heap"] => Heap(),
        ["tell", var row] => broadcast.Tell(row),
        ["send", var row] => await broadcast.SendAsync(row),
        _ => throw new InvalidOperationException($"Okänd fråga: {line}"),
    });
}

static string Heap()
{
    GC.Collect();
    GC.WaitForPendingFinalizers();
    return GC.GetTotalMemory(forceFullCollection: true).ToString(CultureInfo.InvariantCulture);
}
