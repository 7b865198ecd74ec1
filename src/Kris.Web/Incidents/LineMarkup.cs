using System.Globalization;
using System.Runtime.CompilerServices;
using Kris.Domain.Journal;
using Kris.Web.Components;
using Kris.Web.Journal;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Kris.Web.Incidents;

/// <summary>A line as the log shows it to everybody.</summary>
/// <param name="Day">Which day it was shown as, as a time of today is written without its date.</param>
public sealed record ShownLine(JournalLine Line, DateTime Day, bool AfterClose, string Class, MarkupString Html)
{
    public string Number { get; } = Line.Number.ToString(CultureInfo.InvariantCulture);

    public string Id { get; } = $"rad-{Line.Number}";
}

/// <summary>
/// Renders each line once and not once in every circuit. Two hundred lines that were components of their own cost a
/// circuit two megabytes and each new line a hundred milliseconds to two hundred watchers (decision 0021); the
/// same markup, shared, is a string.
/// </summary>
public sealed class LineMarkup(SharedLines lines, IServiceProvider services, ILoggerFactory logs)
{
    private readonly ConditionalWeakTable<JournalLine, ShownLine> shown = [];

    public async ValueTask<IReadOnlyList<ShownLine>> OfAsync(
        IEnumerable<JournalLine> asked, Func<JournalLine, bool> isAfterClose, DateTimeOffset now)
    {
        var today = Swedish.Local(now).Date;
        var rows = new List<ShownLine>();
        HtmlRenderer? renderer = null;
        try
        {
            foreach (var line in asked.Select(lines.Of))
            {
                var afterClose = isAfterClose(line);
                if (!shown.TryGetValue(line, out var row) || row.Day != today || row.AfterClose != afterClose)
                {
                    renderer ??= new HtmlRenderer(services, logs);
                    row = await RenderAsync(renderer, line, now, afterClose);
                    shown.AddOrUpdate(line, row);
                }

                rows.Add(row);
            }

            return rows;
        }
        finally
        {
            if (renderer is not null)
                await renderer.DisposeAsync();
        }
    }

    private static async Task<ShownLine> RenderAsync(
        HtmlRenderer renderer, JournalLine line, DateTimeOffset now, bool afterClose)
    {
        var parameters = ParameterView.FromDictionary(new Dictionary<string, object?>
        {
            // What all who may read it share is the row without its content: opening that is each one's own act.
            [nameof(LogLine.Line)] = line.Collapsed(),
            [nameof(LogLine.Now)] = now,
            [nameof(LogLine.AfterClose)] = afterClose,
        });
        var html = await renderer.Dispatcher.InvokeAsync(
            async () => (await renderer.RenderComponentAsync<LogLine>(parameters)).ToHtmlString());
        var names = string.Join(' ', Classes(line, afterClose));
        return new ShownLine(line, Swedish.Local(now).Date, afterClose, names, new MarkupString(html));
    }

    private static IEnumerable<string> Classes(JournalLine line, bool afterClose)
    {
        if (line.IsSystem)
            yield return LogView.IsOfNote(line) ? "system of-note" : "system";
        if (line.Kind is LineKind.Beslut)
            yield return "beslut";
        if (line.Kind is LineKind.Rattelse)
            yield return "rattelse";
        if (line.State.StruckBy is not null)
            yield return "struck";
        if (line.IsLate)
            yield return "late";
        if (line.IsPending)
            yield return "pending";
        if (line.State.FlaggedBy is not null)
            yield return "flagged";
        if (line.State.PinnedBy is not null)
            yield return "key-line";
        if (line.IsHidden || line.State.Marking is not null)
            yield return "marked";
        if (afterClose)
            yield return "after-close";
    }
}
