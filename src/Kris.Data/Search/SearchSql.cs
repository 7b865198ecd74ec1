using Kris.Data.Journal;
using Kris.Domain.Accounts;
using Kris.Domain.Journal;
using Kris.Domain.Search;
using Npgsql;
using NpgsqlTypes;

namespace Kris.Data.Search;

/// <summary>
/// A question as PostgreSQL is asked it. Who may read is a condition of the query like any other: what is hidden is
/// neither counted nor ranked, and no page has a hole where it would have been.
/// </summary>
internal sealed class SearchSql
{
    private readonly NpgsqlCommand command;
    private readonly SearchQuestion question;
    private readonly List<string> conditions = [];

    // Of lines of all logs, what follows from the conditions and is told by less.
    private readonly List<string> sieve = [];
    private readonly SearchOrder order;
    private readonly bool readsAll;
    private readonly int right;

    public SearchSql(NpgsqlCommand command, SearchQuestion question, Actor by)
    {
        (this.command, this.question, order) = (command, question, new SearchOrder(question, Next));
        readsAll = by.Reads;
        right = command.Parameters.Count + 1;
        Readable.Add(command, ReadingRight.Of(by));
        // What stands around a line leaves no hole: what may not be read is shown as that.
        if (!IsWhole)
            conditions.Add(Readable.Condition(right));
        if (!readsAll)
        {
            var me = Next(by.Id.ToString());
            conditions.Add(
                $"(s.flagged_by IS NOT NULL OR (l.fields ->> 'author' = {me} AND l.fields ->> 'kind' <> 'system'))");
            sieve.Add(EveryLog.OneOf("s.flagged_by IS NOT NULL", $"c.fields ->> 'author' = {me}"));
        }

        Narrow();
    }

    private bool IsWhole => readsAll && question.IsAroundAlone;

    private bool IsOfAll => question.Incident is null && !question.HasWords;

    private bool NeedsMore => !readsAll || question.IsFiltered;

    /// <summary>The best first; of two alike, the newest.</summary>
    public string ByWords(string words, string? configuration)
    {
        command.Parameters.AddWithValue(NpgsqlDbType.Jsonb, words);
        var (asked, config) = (command.Parameters.Count, NextText(configuration));
        return
            $"""
            WITH q AS MATERIALIZED (SELECT line_search_query({config}::regconfig, ${asked}) AS q),
            hit AS MATERIALIZED (
                SELECT f.* FROM (
                    SELECT h.stream_id, h.number, h.recorded_at, {SearchJoins.IsClosed} IS TRUE AS marked,
                        ts_rank(h.words, q.q) AS rank
                    FROM q CROSS JOIN line_search h {(NeedsMore ? SearchJoins.ByLine : SearchJoins.ClosedByLine)}
                    WHERE h.words @@ q.q AND querytree(q.q) NOT IN ('', 'T') AND {string.Join(" AND ", conditions)}) f
                WHERE {order.Beyond("f", SearchOrder.Best)} ORDER BY {order.By("f", SearchOrder.Best)} {Paged()})
            SELECT querytree(q.q) IN ('', 'T'), hit.stream_id, hit.number, hit.marked, hit.recorded_at, hit.rank,
                l.fields, line_search_marks('pg_catalog.swedish', t.shown, q.q),
                line_search_marks({config}::regconfig, t.shown, q.q), k.struck_by,
                l.fields ? 'pending' AND k.accepted_by IS NULL
            FROM q LEFT JOIN hit ON true
            LEFT JOIN log_content l ON l.stream_id = hit.stream_id AND l.number = hit.number
            LEFT JOIN line_state k ON k.stream_id = hit.stream_id AND k.number = hit.number
            LEFT JOIN LATERAL (
                SELECT {SearchJoins.Shown("l.fields", Next(SearchedText.Beside.ToArray()))} AS shown OFFSET 0) t ON true
            ORDER BY {order.By("hit", SearchOrder.Best)}
            """;
    }

    /// <summary>The lines of one incident, or of all, the newest first, without waiting for any words.</summary>
    /// <param name="reach">Of all incidents, how many of the newest lines are looked at.</param>
    public string ByFilter(int? reach)
    {
        var passes = string.Join(" AND ", conditions);
        return IsOfAll
            ? EveryLog.Sql(reach, passes, string.Concat(sieve.Select(mesh => $" AND {mesh}")), order, Paged())
            : $"""
            SELECT false, h.stream_id, h.number, {SearchJoins.IsClosed} IS TRUE, h.recorded_at
            FROM log_chain h {(IsWhole ? $"LEFT {SearchJoins.All}" : SearchJoins.All)}
            WHERE {passes} AND {order.Beyond("h", SearchOrder.OfOneLog)}
            ORDER BY {order.By("h", SearchOrder.OfOneLog)} {Paged()}
            """;
    }

    /// <summary>The numbers of every line of one incident that is found, in order; nothing of what they say.</summary>
    public string Numbers(string? words, string? configuration, int limit)
    {
        var found = $"log_chain h {SearchJoins.All}";
        if (words is not null)
        {
            command.Parameters.AddWithValue(NpgsqlDbType.Jsonb, words);
            var (asked, config) = (command.Parameters.Count, NextText(configuration));
            found = $"line_search_query({config}::regconfig, ${asked}) AS q CROSS JOIN line_search h {SearchJoins.All}";
            conditions.Add("h.words @@ q AND querytree(q) NOT IN ('', 'T')");
        }

        return
            $"""
            SELECT h.number, {SearchJoins.IsClosed} IS TRUE FROM {found} WHERE {string.Join(" AND ", conditions)}
            ORDER BY h.number LIMIT {Next(limit)}
            """;
    }

    private void Narrow()
    {
        if (question.Incident is { } incident)
            conditions.Add($"h.stream_id = {Next(incident)}");
        if (question.Kind is { } kind)
        {
            var code = Next(kind.Code());
            var corrects = Corrected.Holds($"o.fields ->> 'kind' = {code} AND {Readable.Condition(right, "os")}");
            conditions.Add($"(l.fields ->> 'kind' = {code} OR {corrects})");
        }
        else if (!question.HasWords && question.Around is null)
            conditions.Add("l.fields ->> 'kind' <> 'system'");
        if (question.Person is { } person)
            NarrowPerson(person);
        if (question.Unit is { } unit)
            conditions.Add($"l.fields ->> 'unit' = {Next(unit.ToString())}");
        if (question.Tag is { } tag)
            conditions.Add($"{Tagged(tag)} AND {SearchJoins.IsClosed} IS NOT TRUE");
        NarrowTime();
        if (question.IsPinned)
        {
            conditions.Add("s.pinned_by IS NOT NULL");
            sieve.Add(EveryLog.OneOf("s.pinned_by IS NOT NULL"));
        }

        if (question.IsMarked is { } marked)
            conditions.Add($"{SearchJoins.IsClosed} IS {(marked ? "" : "NOT ")}TRUE");
        if (question.IsMarked is true)
            sieve.Add(EveryLog.OneOf(SearchJoins.IsClosed));
        if (question.Around is { } number)
        {
            conditions.Add(
                $"h.number BETWEEN {Next(number - SearchQuestion.Near)} AND {Next(number + SearchQuestion.Near)}");
        }
    }

    // Of a marked line it is shown who wrote it, and not for whom.
    private void NarrowPerson(string person)
    {
        const string behalf = "l.fields ->> 'onBehalfOf'";
        var asked = Next(AnyCase.Pattern(person));
        conditions.Add(Named($"CASE WHEN {SearchJoins.IsClosed} IS NOT TRUE THEN {behalf} END"));
        sieve.Add(Named(behalf));
        string Named(string other) => $"concat_ws(' ', l.fields ->> 'authorName', {other}) ~ {asked}";
    }

    // That there are any is what the index is of.
    private string Tagged(string tag) =>
        $"l.fields ? 'tags' AND {Next(tag)} = ANY (string_to_array(l.fields ->> 'tags', ' '))";

    private void NarrowTime()
    {
        if (question.From is { } from)
        {
            conditions.Add($"{HappenedAt} >= {Next(from.UtcDateTime)}");
            if (IsOfAll && from.UtcDateTime > DateTime.MinValue + EveryLog.Early)
                conditions.Add($"h.recorded_at >= {Next(from.UtcDateTime - EveryLog.Early)}");
        }

        if (question.Until is { } until)
            conditions.Add($"{HappenedAt} < {Next(until.UtcDateTime)}");
    }

    private static string HappenedAt => "coalesce((l.fields ->> 'occurredAt')::timestamptz, h.recorded_at)";

    // One more than is shown tells whether there are more.
    private string Paged() => $"LIMIT {Next(question.Limit + 1)} OFFSET {Next(question.Skip)}";

    private string Next(object value)
    {
        command.Parameters.AddWithValue(value);
        return $"${command.Parameters.Count}";
    }

    private string NextText(string? value)
    {
        command.Parameters.AddWithValue(NpgsqlDbType.Text, (object?)value ?? DBNull.Value);
        return $"${command.Parameters.Count}::text";
    }
}
