using Kris.Domain.Journal;
using Npgsql;

namespace Kris.Data.Journal;

/// <summary>The register of what a marking can rest on.</summary>
public sealed class LegalBases(NpgsqlDataSource source)
{
    private const int MaxBases = 200;

    /// <summary>Those that are valid on a day, in the order of the law.</summary>
    public async Task<IReadOnlyList<LegalBasis>> ValidAsync(DateOnly on, CancellationToken cancellationToken = default)
    {
        await using var command = source.CreateCommand(
            """
            SELECT code, paragraph, name, valid_from, valid_until FROM legal_basis
            WHERE valid_from <= $1 AND (valid_until IS NULL OR valid_until >= $1)
            ORDER BY split_part(code, '-', 1), length(split_part(code, '-', 2)), split_part(code, '-', 2),
                length(split_part(code, '-', 3)), split_part(code, '-', 3)
            LIMIT $2
            """);
        command.Parameters.AddWithValue(on);
        command.Parameters.AddWithValue(MaxBases);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var bases = new List<LegalBasis>();
        while (await reader.ReadAsync(cancellationToken))
            bases.Add(Read(reader));
        return bases;
    }

    private static LegalBasis Read(NpgsqlDataReader reader) => new(
        reader.GetString(0),
        reader.GetString(1),
        reader.GetString(2),
        reader.GetFieldValue<DateOnly>(3),
        reader.IsDBNull(4) ? null : reader.GetFieldValue<DateOnly>(4));
}
