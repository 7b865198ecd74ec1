using Kris.Data.Journal;
using Kris.Domain;
using Kris.Domain.Accounts;
using Kris.Domain.Journal;
using Kris.Domain.Search;
using Npgsql;

namespace Kris.Data.Search;

/// <summary>Finds lines: the one way, for pages and programs alike, and only what the one who asks may read.</summary>
public sealed class LineSearch(SearchDatabase database, ReadingLog readings)
{
    public const int MaxNumbers = 100_000;

    /// <exception cref="RefusedException">Nothing to look for, too much, or not by this duty.</exception>
    public async Task<FoundPage> FindAsync(
        SearchQuestion asked, Actor by, CancellationToken cancellationToken = default)
    {
        UnlessAllowed(by);
        var question = asked.Checked();
        await database.HaveLookedAsync(cancellationToken);
        var page = await PatientlyAsync(() => AskAsync(question, by, cancellationToken), cancellationToken);
        // Whoever is shown the words of a marked line has read it; a filter shows its row alone.
        if (question.HasWords)
        {
            var read = page.Hits.Where(hit => hit.IsMarked).Select(hit => (hit.Incident, hit.Number));
            await readings.NoteAsync(by, read, ReadingWay.Found, cancellationToken);
        }

        return page;
    }

    /// <summary>As above, with what the lines say where no words were asked; a marked one is without its content.
    /// </summary>
    /// <exception cref="RefusedException">As above.</exception>
    public async Task<FoundPage> FindShownAsync(
        SearchQuestion asked, Actor by, CancellationToken cancellationToken = default)
    {
        var page = await FindAsync(asked, by, cancellationToken);
        return asked.HasWords || page.Hits.Count == 0
            ? page
            : page with
            {
                Hits = await EveryLog.ShownAsync(database.Source, page.Hits, ReadingRight.Of(by), cancellationToken),
            };
    }

    /// <summary>
    /// The numbers of everything that a question finds in its incident, in order, to be taken out of the log: whoever
    /// takes it out records what is read. That a marked line has the words that were asked for is told by its number,
    /// and is recorded here.
    /// </summary>
    /// <exception cref="RefusedException">As above, or more than <see cref="MaxNumbers"/>.</exception>
    public async Task<IReadOnlyList<long>> NumbersAsync(
        SearchQuestion asked, Actor by, CancellationToken cancellationToken = default)
    {
        UnlessAllowed(by);
        var question = (asked with { Skip = 0, After = null, Before = null, Limit = 1 }).Checked();
        await database.HaveLookedAsync(cancellationToken);
        var found = await PatientlyAsync(() => AskForNumbersAsync(question, by, cancellationToken), cancellationToken);
        if (question is { HasWords: true, Incident: { } incident })
        {
            var read = found.Where(line => line.IsMarked).Select(line => (incident, line.Number));
            await readings.NoteAsync(by, read, ReadingWay.Found, cancellationToken);
        }

        return [.. found.Select(line => line.Number)];
    }

    private static void UnlessAllowed(Actor by) =>
        Refuse.UnlessDuty(by.May(Act.SeeIncidents), $"Du kan inte söka i loggarna som {by.Duty.Swedish()}.");

    private async Task<T> PatientlyAsync<T>(Func<Task<T>> ask, CancellationToken cancellationToken)
    {
        try
        {
            return await ask();
        }
        catch (PostgresException missing) when (
            database.Configuration is not null && SearchConfiguration.IsAboutIt(missing))
        {
            // The dictionary went while Kris was running: what it does not find, the stemmer may.
            await database.LookAsync(cancellationToken);
            return await ask();
        }
        catch (NpgsqlException late) when (late.InnerException is TimeoutException)
        {
            throw new RefusedException("Sökningen tog för lång tid. Gör den smalare, till exempel med fler ord.");
        }
    }

    private async Task<FoundPage> AskAsync(SearchQuestion question, Actor by, CancellationToken cancellationToken)
    {
        if (question.HasWords || question.Incident is not null)
            return await AskAsync(question, by, reach: null, cancellationToken);

        var page = new FoundPage([], More: false);
        foreach (var reach in EveryLog.Reaches)
        {
            page = await AskAsync(question, by, reach, cancellationToken);
            if (question.Before is null ? page.More : page.Hits.Count == question.Limit)
                break;
        }

        return page;
    }

    private async Task<FoundPage> AskAsync(
        SearchQuestion question, Actor by, int? reach, CancellationToken cancellationToken)
    {
        await using var command = database.Source.CreateCommand();
        var sql = new SearchSql(command, question, by);
        var asked = question.Words is null ? [] : AskedWords.Found(question.Words);
        command.CommandText = question.Words is { } words
            ? sql.ByWords(AskedWords.Json(words), database.Configuration)
            : sql.ByFilter(reach);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var hits = new List<SearchHit>();
        while (await reader.ReadAsync(cancellationToken))
        {
            Refuse.If(
                reader.GetBoolean(0),
                "Orden är så vanliga att de inte går att söka på. Lägg till ett ord som är ovanligare.");
            if (!reader.IsDBNull(1))
                hits.Add(Hit(reader, asked));
        }

        return FoundPage.Of(hits, question);
    }

    private async Task<List<(long Number, bool IsMarked)>> AskForNumbersAsync(
        SearchQuestion question, Actor by, CancellationToken cancellationToken)
    {
        await using var command = database.Source.CreateCommand();
        var words = question.Words is { } asked ? AskedWords.Json(asked) : null;
        command.CommandText = new SearchSql(command, question, by)
            .Numbers(words, database.Configuration, MaxNumbers + 1);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var numbers = new List<(long Number, bool IsMarked)>();
        while (await reader.ReadAsync(cancellationToken))
            numbers.Add((reader.GetInt64(0), reader.GetBoolean(1)));
        Refuse.If(
            numbers.Count > MaxNumbers,
            $"Filtret visar fler än {MaxNumbers} rader. Gör det smalare, eller ta hela loggen.");
        return numbers;
    }

    private static SearchHit Hit(NpgsqlDataReader reader, IReadOnlyCollection<string> asked)
    {
        var hit = new SearchHit(reader.GetGuid(1), reader.GetInt64(2), reader.GetBoolean(3))
        {
            RecordedAt = reader.GetFieldValue<DateTimeOffset>(4),
        };
        if (reader.FieldCount <= 5)
            return hit;

        var fields = JournalRow.Fields(reader, 6);
        var shown = SearchedText.Of(fields).Shown;
        // The database knows nothing of what the lexicon found, and of a number in groups no more than the groups.
        List<string> marks =
        [
            reader.GetString(7),
            Lexicon.Kris.Marked(SearchedText.Plain(shown), asked),
            SpacedNumbers.Marked(shown, asked),
        ];
        if (!reader.IsDBNull(8))
            marks.Add(reader.GetString(8));
        return hit with
        {
            Rank = reader.GetFloat(5),
            Fields = fields,
            Highlight = Highlight.Html(shown, marks),
            StruckBy = reader.IsDBNull(9) ? null : reader.GetInt64(9),
            IsPending = reader.GetBoolean(10),
        };
    }
}
