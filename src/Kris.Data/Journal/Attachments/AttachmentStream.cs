using Npgsql;

namespace Kris.Data.Journal.Attachments;

/// <summary>
/// A kept file as a stream that can be read from any place. One part is in memory at a time, and a reader who is slow
/// holds no connection while it waits.
/// </summary>
internal sealed class AttachmentStream(NpgsqlDataSource source, Guid key, long length) : Stream
{
    private byte[] held = [];
    private long heldPart = -1;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position { get; set; }

    public override async ValueTask<int> ReadAsync(
        Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Position >= length || buffer.Length == 0)
            return 0;

        var part = Position / AttachmentStore.PartLength;
        if (part != heldPart)
        {
            held = await PartAsync((int)part, cancellationToken);
            heldPart = part;
        }

        var at = (int)(Position % AttachmentStore.PartLength);
        var count = (int)Math.Min(Math.Min(buffer.Length, held.Length - at), length - Position);
        if (count <= 0)
            throw new EndOfStreamException($"The attachment {key} ends before its time.");
        held.AsMemory(at, count).CopyTo(buffer);
        Position += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => Position + offset,
        _ => length + offset,
    };

    // What is read comes over a network: nobody waits for that on a thread.
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    private async Task<byte[]> PartAsync(int part, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            "SELECT bytes FROM attachment_part WHERE key = $1 AND part = $2");
        command.Parameters.AddWithValue(key);
        command.Parameters.AddWithValue(part);
        return (byte[]?)await command.ExecuteScalarAsync(cancellationToken) ?? [];
    }
}
