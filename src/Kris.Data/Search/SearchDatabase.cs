using Npgsql;

namespace Kris.Data.Search;

/// <summary>
/// The few connections that search. A session that reads the dictionary keeps it, some 18 MB, so that it is not to be
/// any session that does.
/// </summary>
public sealed class SearchDatabase : IAsyncDisposable
{
    private const int MaxConnections = 8;

    // Whoever waits longer is helped more by a narrower question.
    private const int PatienceSeconds = 5;

    // So that a million lines are held against what they say in memory, and not by way of the disk.
    private const string Memory = "-c work_mem=16MB";

    private readonly string app;
    private int isRich = -1;

    public SearchDatabase(string app)
    {
        this.app = app;
        var few = new NpgsqlConnectionStringBuilder(app)
        {
            Pooling = true,
            MaxPoolSize = MaxConnections,
            Options = $"{new NpgsqlConnectionStringBuilder(app).Options ?? KrisDataSource.SessionOptions} {Memory}",
        };
        Source = KrisDataSource.Create(few.ConnectionString, PatienceSeconds);
    }

    public NpgsqlDataSource Source { get; }

    /// <summary>The configuration with the dictionary, or nothing where that does not work.</summary>
    public string? Configuration => isRich is 1 ? SearchConfiguration.Name : null;

    /// <summary>How words are made now, to be told from how they were made before.</summary>
    public string Made => $"{(isRich is 1 ? Rich : "s")}:{Lexicon.Kris.Mark}:{Fields}";

    internal const string Rich = "h";

    // Another number whenever more of a line is searched, or the same in another way: the words are made again.
    private const string Fields = "4";

    /// <summary>Looks whether the dictionary works: at the start, now and then, and when a search fails.</summary>
    public async Task LookAsync(CancellationToken cancellationToken = default) =>
        isRich = await SearchConfiguration.WorksAsync(app, cancellationToken) ? 1 : 0;

    /// <summary>As above, where nobody has looked yet.</summary>
    public ValueTask HaveLookedAsync(CancellationToken cancellationToken) =>
        isRich is -1 ? new ValueTask(LookAsync(cancellationToken)) : ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => Source.DisposeAsync();
}
