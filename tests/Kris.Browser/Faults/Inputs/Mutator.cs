using System.Text;

namespace Kris.Browser.Faults.Inputs;

/// <summary>Spoils what was right: the same seed spoils it in the same way.</summary>
internal sealed class Mutator(Random random)
{
    private static readonly byte[][] Pieces =
    [
        .. new[]
        {
            "null", "true", "-1", "1e400", "\"\"", "[]", "{}", "\"\\ud800\"", "\"\\u0000\"", "9223372036854775808",
            "\"Z\"", "\"0001-01-01T00:00:00+14:00\"", "\"9999-12-31T23:59:59-14:00\"", "\u0000", "\u2028", "\uFEFF",
            "//", ",", "}", "[[[[[[[[[[[[[[[[", "\r\n\r\n", "%00", "%ff", "..", "../../etc/passwd", "'", "\"",
            "<script>", "{{7*7}}", "9999999999999", "å", "ı", "%", "%2f", ";", "\t", "\u202e", "😀", " OR 1=1--",
        }.Select(Encoding.UTF8.GetBytes),
        [0xff, 0xfe], [0xc3], [0xed, 0xa0, 0x80], [0xf8, 0x88, 0x80, 0x80, 0x80], [0, 0, 0, 0],
    ];

    public Random Random => random;

    public byte[] Spoil(byte[] bytes, int most = 4)
    {
        for (var times = random.Next(1, most + 1); times > 0; times--)
            bytes = SpoilOnce(bytes);
        return bytes;
    }

    public string Spoil(string text) => Encoding.UTF8.GetString(Spoil(Encoding.UTF8.GetBytes(text), most: 2));

    private byte[] SpoilOnce(byte[] bytes)
    {
        if (bytes.Length == 0)
            return Pieces[random.Next(Pieces.Length)];
        var at = random.Next(bytes.Length);
        var end = Math.Min(bytes.Length, at + random.Next(1, 16));
        var piece = Pieces[random.Next(Pieces.Length)];
        return random.Next(9) switch
        {
            0 => [.. bytes[..at], (byte)random.Next(256), .. bytes[(at + 1)..]],
            1 => [.. bytes[..at], (byte)(bytes[at] ^ (1 << random.Next(8))), .. bytes[(at + 1)..]],
            2 => [.. bytes[..at], .. piece, .. bytes[at..]],
            3 => [.. bytes[..at], .. bytes[end..]],
            4 => [.. bytes[..end], .. bytes[at..]],
            5 => bytes[..at],
            6 => [.. bytes[..at], .. Repeated(piece), .. bytes[at..]],
            7 => Noise(),
            _ => AfterColon(bytes, piece),
        };
    }

    private byte[] Repeated(byte[] piece) =>
        [.. Enumerable.Repeat(piece, random.Next(1, 400)).SelectMany(part => part)];

    private byte[] Noise()
    {
        var noise = new byte[random.Next(1, 200)];
        random.NextBytes(noise);
        return noise;
    }

    // Another value for a name that stays.
    private byte[] AfterColon(byte[] bytes, byte[] piece)
    {
        var colons = Enumerable.Range(0, bytes.Length).Where(index => bytes[index] == ':').ToArray();
        if (colons.Length == 0)
            return piece;
        var from = colons[random.Next(colons.Length)] + 1;
        var to = Array.FindIndex(bytes, from, letter => letter is (byte)',' or (byte)'}' or (byte)'\r');
        return [.. bytes[..from], .. piece, .. bytes[(to < 0 ? bytes.Length : to)..]];
    }
}
