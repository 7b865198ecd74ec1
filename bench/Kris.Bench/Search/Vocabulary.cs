using System.Globalization;
using System.Text;
using Npgsql;

namespace Kris.Bench.Search;

/// <summary>
/// Words as often as words are: the second half as often as the first, the third a third as often. Each is known by
/// the lexemes that the program's own function makes of it, asked once.
/// </summary>
internal sealed class Vocabulary
{
    public const int Words = 30_000;
    private const int Sizes = 100;

    private static readonly string[] Syllables =
        "bra dal eks for gra hal isk jor kra len mas nor osk pro rik ster tun urv vik ång ärv öst".Split(' ');

    private readonly double[] reach = new double[Words];

    private Vocabulary(Dictionary<string, string[]> lexemes)
    {
        var sum = 0.0;
        for (var rank = 0; rank < Words; rank++)
            reach[rank] = sum += 1.0 / (rank + 1);
        Lexemes = [.. Enumerable.Range(0, Words).Select(rank => lexemes.GetValueOrDefault(Word(rank), []))];
    }

    public IReadOnlyList<string[]> Lexemes { get; }

    public static async Task<Vocabulary> MakeAsync(NpgsqlDataSource source, string? configuration)
    {
        await using var command = source.CreateCommand(
            "SELECT w, tsvector_to_array(line_search_words($2::text::regconfig, w)) FROM unnest($1) AS w");
        command.CommandTimeout = 600;
        command.Parameters.AddWithValue(Enumerable.Range(0, Words).Select(Word).ToArray());
        command.Parameters.AddWithValue(
            NpgsqlTypes.NpgsqlDbType.Text, (object?)configuration ?? DBNull.Value);
        var lexemes = new Dictionary<string, string[]>(StringComparer.Ordinal);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            lexemes[reader.GetString(0)] = reader.GetFieldValue<string[]>(1);
        return new Vocabulary(lexemes);
    }

    public static string Word(int rank)
    {
        var word = new StringBuilder();
        for (var rest = rank + Sizes; rest > 0; rest /= Syllables.Length)
            word.Append(Syllables[rest % Syllables.Length]);
        return word.ToString();
    }

    /// <summary>In one line of so many hundreds of thousands.</summary>
    public static string Rare(int number) => string.Create(CultureInfo.InvariantCulture, $"sallsynt{number}");

    public int AnyRank(Random random)
    {
        var place = Array.BinarySearch(reach, random.NextDouble() * reach[^1]);
        return Math.Min(place < 0 ? ~place : place, Words - 1);
    }
}
