using System.Net;
using System.Text;
using Kris.Data.Journal;
using Kris.Domain.Journal;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Kris.Web.Exports;

/// <summary>
/// A log as paper: one HTML document that holds all it needs, the same for the page that a person prints and for the
/// PDF. It is written as its lines come, so that a long log takes no more memory than a short one.
/// </summary>
public sealed class PrintedLog(IServiceProvider services, ILoggerFactory logs, IWebHostEnvironment files)
{
    // What they become is a string, and a longer one lies in memory until all of that is gone through.
    private const int Batch = 50;

    private const string Nothing = "default-src 'none'; style-src 'unsafe-inline'";

    // Nobody sees a file's document on a screen, and a browser would lay it out for one first.
    private const string OnPaperAlone = "@media screen { main { display: none; } }";

    /// <param name="tools">What a page has above the paper; nothing where the document is to be a file.</param>
    public async Task WriteAsync(
        Stream to,
        PrintHeader header,
        IAsyncEnumerable<JournalLine> lines,
        ReadingRight right,
        Closings closings,
        string? tools = null,
        CancellationToken stop = default)
    {
        await using var text = new StreamWriter(to, new UTF8Encoding(false), 64 * 1024, leaveOpen: true);
        var (begin, end) = await PaperAsync(header.Title, header.MarginCss(), tools);
        await text.WriteAsync(begin);
        await WriteAsync<PrintHead>(text, new() { [nameof(PrintHead.Header)] = header });
        await text.WriteAsync(
            "<table class=\"log\"><thead><tr><th scope=\"col\">Nr</th><th scope=\"col\">Inträffade</th>"
            + "<th scope=\"col\">Skrevs</th><th scope=\"col\">Typ</th><th scope=\"col\">Händelse</th>"
            + "<th scope=\"col\">Av</th></tr></thead><tbody>");
        await foreach (var rows in lines.Chunk(Batch).WithCancellation(stop))
        {
            await WriteAsync<PrintRows>(text, new()
            {
                [nameof(PrintRows.Lines)] = rows.Select(right.Shown).ToList(),
                [nameof(PrintRows.Closings)] = closings,
            });
        }

        await text.WriteAsync("</tbody></table>");
        await text.WriteAsync(end);
    }

    /// <summary>What stands around whatever is printed.</summary>
    public async Task<(string Begin, string End)> PaperAsync(string title, string margin, string? tools)
    {
        var policy = tools is null ? $"<meta http-equiv=\"Content-Security-Policy\" content=\"{Nothing}\">" : "";
        var icon = tools is null ? "" : "<link rel=\"icon\" href=\"/icons/kris.svg\" type=\"image/svg+xml\">";
        var script = tools is null ? "" : "<script type=\"module\" src=\"/js/print.js\"></script>";
        return (
            $"<!DOCTYPE html><html lang=\"sv\"><head><meta charset=\"utf-8\">{policy}"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
                + $"{icon}<title>{WebUtility.HtmlEncode(title)}</title>"
                + $"<style>{await StyleAsync()}{margin}{(tools is null ? OnPaperAlone : "")}</style></head>"
                + $"<body>{tools}<main>",
            $"</main>{script}</body></html>");
    }

    /// <summary>Renders with a renderer of its own, which would else keep whatever it has rendered.</summary>
    public async Task WriteAsync<T>(TextWriter text, Dictionary<string, object?> parameters)
        where T : IComponent
    {
        await using var renderer = new HtmlRenderer(services, logs);
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<T>(ParameterView.FromDictionary(parameters))).ToHtmlString());
        // As a whole and not as it is rendered: what is written to a visitor must never be waited for by a thread.
        await text.WriteAsync(html);
    }

    private async Task<string> StyleAsync()
    {
        await using var file = files.WebRootFileProvider.GetFileInfo("css/paper.css").CreateReadStream();
        using var reader = new StreamReader(file);
        return await reader.ReadToEndAsync();
    }
}
