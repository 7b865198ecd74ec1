using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Kris.Bench.Circuits;

/// <summary>A message to a Blazor circuit: MessagePack behind its length, as SignalR frames it.</summary>
internal sealed class PackWriter
{
    private readonly ArrayBufferWriter<byte> bytes = new(256);

    /// <summary>An invocation of a method on the server; an id asks for an answer.</summary>
    public static PackWriter Call(string method, string? id, int arguments)
    {
        var message = new PackWriter();
        message.Array(5);
        message.Integer(1);
        message.EmptyMap();
        message.Text(id);
        message.Text(method);
        message.Array(arguments);
        return message;
    }

    public static byte[] Ping()
    {
        var message = new PackWriter();
        message.Array(1);
        message.Integer(6);
        return message.Framed();
    }

    public PackWriter Text(string? text)
    {
        if (text is null)
            return Byte(0xc0);
        var length = Encoding.UTF8.GetByteCount(text);
        Span<byte> head = stackalloc byte[5];
        head[0] = 0xdb;
        BinaryPrimitives.WriteInt32BigEndian(head[1..], length);
        bytes.Write(head);
        Encoding.UTF8.GetBytes(text, bytes);
        return this;
    }

    public PackWriter Integer(long value)
    {
        if (value is >= 0 and < 128)
            return Byte((byte)value);
        Span<byte> whole = stackalloc byte[9];
        whole[0] = 0xd3;
        BinaryPrimitives.WriteInt64BigEndian(whole[1..], value);
        bytes.Write(whole);
        return this;
    }

    public PackWriter Truth(bool value) => Byte(value ? (byte)0xc3 : (byte)0xc2);

    public byte[] Framed()
    {
        Span<byte> length = stackalloc byte[5];
        var size = 0;
        for (var left = (uint)bytes.WrittenCount; ; left >>= 7)
        {
            length[size++] = (byte)(left > 127 ? (left & 127) | 128 : left);
            if (left <= 127)
                break;
        }

        var framed = new byte[size + bytes.WrittenCount];
        length[..size].CopyTo(framed);
        bytes.WrittenSpan.CopyTo(framed.AsSpan(size));
        return framed;
    }

    private void EmptyMap() => Byte(0x80);

    private PackWriter Array(int count) => Byte((byte)(0x90 | count));

    private PackWriter Byte(byte value)
    {
        bytes.Write([value]);
        return this;
    }
}
