using System.Buffers.Binary;
using System.Text;

namespace Kris.Bench.Circuits;

/// <summary>Reads the MessagePack of one message, as far as a circuit's messages need it.</summary>
internal ref struct PackReader(ReadOnlySpan<byte> message)
{
    private ReadOnlySpan<byte> rest = message;

    public int Array() => Next() switch
    {
        var one when (one & 0xf0) == 0x90 => one & 0x0f,
        0xdc => (int)BigEndian(2),
        0xdd => (int)BigEndian(4),
        var other => throw Unexpected(other),
    };

    public long Integer() => Next() switch
    {
        var one when one < 0x80 => one,
        var one when one >= 0xe0 => (sbyte)one,
        0xcc => BigEndian(1),
        0xcd => BigEndian(2),
        0xce => BigEndian(4),
        0xcf or 0xd3 => BigEndian(8),
        0xd0 => (sbyte)BigEndian(1),
        0xd1 => (short)BigEndian(2),
        0xd2 => (int)BigEndian(4),
        var other => throw Unexpected(other),
    };

    public string? Text() => IsNil() ? null : Encoding.UTF8.GetString(Bytes());

    /// <summary>Text or binary, as it came.</summary>
    public ReadOnlySpan<byte> Bytes() => Take(Next() switch
    {
        var one when (one & 0xe0) == 0xa0 => one & 0x1f,
        0xd9 or 0xc4 => (int)BigEndian(1),
        0xda or 0xc5 => (int)BigEndian(2),
        0xdb or 0xc6 => (int)BigEndian(4),
        var other => throw Unexpected(other),
    });

    /// <summary>Headers, which a circuit does not use.</summary>
    public void EmptyMap()
    {
        if (Next() is not 0x80 and var other)
            throw Unexpected(other);
    }

    public bool IsNil()
    {
        if (rest[0] != 0xc0)
            return false;
        rest = rest[1..];
        return true;
    }

    private byte Next() => Take(1)[0];

    private long BigEndian(int size)
    {
        Span<byte> whole = stackalloc byte[8];
        Take(size).CopyTo(whole[(8 - size)..]);
        return BinaryPrimitives.ReadInt64BigEndian(whole);
    }

    private ReadOnlySpan<byte> Take(int size)
    {
        var taken = rest[..size];
        rest = rest[size..];
        return taken;
    }

    private static BenchException Unexpected(byte code) => new($"Kretsen skickade något oväntat, 0x{code:x2}.");
}
