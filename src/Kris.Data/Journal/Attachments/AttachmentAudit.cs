using System.Security.Cryptography;
using Kris.Domain.Journal;
using Kris.Domain.Journal.Attachments;
using Npgsql;

namespace Kris.Data.Journal.Attachments;

/// <summary>Holds every kept file against what its line says of it.</summary>
internal static class AttachmentAudit
{
    private const string Lines =
        """
        SELECT stream_id, number, fields FROM log_content WHERE fields ? 'attachment.1' ORDER BY stream_id, number
        """;

    private const string Gone = "är raderad genom beslut.";

    /// <param name="connection">On which the lines are read, as they stood at one moment.</param>
    /// <param name="note">Is told of each that does not hold.</param>
    /// <returns>How many files were looked at, and how many of them are erased by decision.</returns>
    public static async Task<(long Files, long Erased)> RunAsync(
        NpgsqlConnection connection,
        NpgsqlDataSource source,
        Action<Guid, ChainFault> note,
        CancellationToken cancellationToken)
    {
        var (files, erased) = (0L, 0L);
        var store = new AttachmentStore(source);
        await using var command = new NpgsqlCommand(Lines, connection) { CommandTimeout = 0 };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var (stream, number) = (reader.GetGuid(0), reader.GetInt64(1));
            var fields = Fields(reader);
            for (var place = 1; fields.TryGetValue(Attachment.FieldName(place), out var field); place++)
            {
                files++;
                var fault = await FaultAsync(store, Attachment.Parse(field), cancellationToken);
                if (fault == Gone)
                    erased++;
                else if (fault is not null)
                    note(stream, new ChainFault(number, $"Bilaga {place} på rad {number} {fault}"));
            }
        }

        return (files, erased);
    }

    private static async Task<string?> FaultAsync(
        AttachmentStore store, Attachment? attachment, CancellationToken cancellationToken)
    {
        if (attachment is null)
            return "håller inte: raden beskriver den inte så att den går att läsa.";
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        try
        {
            await using var content = store.Open(attachment);
            var buffer = new byte[64 * 1024];
            int read;
            while ((read = await content.ReadAsync(buffer, cancellationToken)) > 0)
                hash.AppendData(buffer, 0, read);
        }
        catch (EndOfStreamException)
        {
            return await store.IsErasedAsync(attachment.Key, cancellationToken) ? Gone : "saknas eller är avklippt.";
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset()) == attachment.Sha256
            ? null
            : "håller inte: innehållet är ett annat än det som raden bevisar.";
    }

    private static Dictionary<string, string> Fields(NpgsqlDataReader reader)
    {
        try
        {
            return JournalRow.Fields(reader, 2);
        }
        catch (System.Text.Json.JsonException)
        {
            // The chain's own audit tells of a line that cannot be read.
            return [];
        }
    }
}
