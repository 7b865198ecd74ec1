using Kris.Bench.Api;
using Kris.Bench.Append;
using Kris.Bench.Export;
using Kris.Bench.Fanout;
using Kris.Bench.Heap;
using Kris.Bench.Search;
using Kris.Bench.Setup;
using Kris.Bench.Start;

namespace Kris.Bench;

/// <summary>One private PostgreSQL for the whole run, as durable as Kris runs it, and the parts on it.</summary>
internal static class Parts
{
    public static async Task RunAsync(Arguments asked, CancellationToken stop)
    {
        Console.WriteLine($"{Environment.ProcessorCount} kärnor, .NET {Environment.Version}, {asked.Rounds} rundor.");
        await using var ground = await Ground.MakeAsync(stop);
        Console.WriteLine($"{await ground.ServerVersionAsync()}, fsync {await ground.FsyncAsync()}.");
        foreach (var part in asked.Parts)
        {
            Console.WriteLine();
            stop.ThrowIfCancellationRequested();
            await (part switch
            {
                "append" => AppendPart.RunAsync(ground, asked, stop),
                "api" => ApiPart.RunAsync(ground, asked, stop),
                "one-stream" => OneStreamPart.RunAsync(ground, asked, stop),
                "fanout" => FanoutPart.RunAsync(ground, asked, stop),
                "heap" => HeapPart.RunAsync(ground, asked, stop),
                "export" => ExportPart.RunAsync(ground, asked, stop),
                "pdf" => PdfPart.RunAsync(ground, stop),
                "search" => SearchPart.RunAsync(ground, asked, stop),
                "start" => StartPart.RunAsync(ground, asked, stop),
                _ => throw new BenchException($"Delen {part} finns inte."),
            });
        }
    }
}
