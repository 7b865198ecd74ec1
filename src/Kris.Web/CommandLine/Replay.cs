using System.Globalization;
using System.Text.Json;
using Kris.Domain;

namespace Kris.Web.CommandLine;

/// <summary>
/// Plays a course of events through the HTTP API, entry by entry in the order of the file. What was played before is
/// answered as then, so that a replay that was cut off goes on where it was.
/// </summary>
internal sealed class Replay(Sample sample, ReplayClient api)
{
    private readonly Dictionary<string, string> incidents = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> labels = new(StringComparer.Ordinal);

    public int Played { get; private set; }

    /// <summary>How many of them were there already.</summary>
    public int Known { get; private set; }

    public async Task RunAsync(Action<int> progress, CancellationToken stop)
    {
        foreach (var (line, entry) in sample.Entries)
        {
            try
            {
                if (!await PlayAsync(line, entry, stop))
                    Known++;
            }
            catch (RefusedException refused)
            {
                throw new RefusedException($"{sample.Name}, rad {line}: {refused.Message}", refused.Kind);
            }

            progress(++Played);
        }
    }

    private async Task<bool> PlayAsync(int line, SampleEntry entry, CancellationToken stop)
    {
        var key = sample.Key(line);
        return entry.Do switch
        {
            "open" => await OpenAsync(key, entry, stop),
            "line" => await LineAsync(key, entry, entry.Kind, corrects: null, stop),
            "correct" => await LineAsync(key, entry, "rattelse", Corrected(entry), stop),
            "level" => await ActAsync("level", key, entry, stop),
            "close" => await ActAsync("close", key, entry, stop),
            _ => throw new RefusedException($"”{entry.Do}” är inget som kan spelas upp.", Refusal.Malformed),
        };
    }

    private async Task<bool> OpenAsync(Guid key, SampleEntry entry, CancellationToken stop)
    {
        var body = new
        {
            key,
            entry.Title,
            entry.Type,
            entry.Began,
            entry.Exercise,
            entry.FirstLine,
            duty = api.Names(entry.Duty),
        };
        var (isNew, answer) = await api.SendAsync(HttpMethod.Post, "incidents", entry.Duty, body, stop);
        incidents[entry.Ref] = answer.GetProperty("id").GetString()!;
        return isNew;
    }

    private async Task<bool> LineAsync(
        Guid key, SampleEntry entry, string? kind, long? corrects, CancellationToken stop)
    {
        var body = new
        {
            kind,
            entry.Text,
            entry.OccurredAt,
            entry.From,
            entry.To,
            entry.Channel,
            entry.Reliability,
            corrects,
            correctionReason = corrects is null ? null : entry.Reason,
            duty = api.Names(entry.Duty),
        };
        var path = $"incidents/{Incident(entry)}/lines/{key}";
        var (isNew, answer) = await api.SendAsync(HttpMethod.Put, path, entry.Duty, body, stop);
        if (entry.Label is { } label)
            labels[label] = answer.GetProperty("number").GetInt64();
        return isNew;
    }

    private async Task<bool> ActAsync(string verb, Guid key, SampleEntry entry, CancellationToken stop)
    {
        var path = $"incidents/{Incident(entry)}";
        var (_, incident) = await api.SendAsync(HttpMethod.Get, path, entry.Duty, body: null, stop);
        var before = incident.GetProperty("version").GetUInt32();
        var body = new
        {
            key,
            seen = before,
            entry.To,
            entry.Reason,
            entry.Criteria,
            entry.OccurredAt,
            duty = api.Names(entry.Duty),
        };
        var (_, answer) = await api.SendAsync(HttpMethod.Post, $"{path}/{verb}", entry.Duty, body, stop);
        return answer.GetProperty("version").GetUInt32() != before;
    }

    private string Incident(SampleEntry entry) =>
        incidents.TryGetValue(entry.Ref, out var id)
            ? id
            : throw new RefusedException($"Ingen händelse är öppnad som ”{entry.Ref}”.", Refusal.Malformed);

    private long Corrected(SampleEntry entry) =>
        entry.Corrects is { } label && labels.TryGetValue(label, out var number)
            ? number
            : throw new RefusedException($"Ingen tidigare rad heter ”{entry.Corrects}”.", Refusal.Malformed);
}
