using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Kris.Tests.Journal.Attachments;

/// <summary>Files of each type, made byte by byte, with something in them that is not to come out again.</summary>
internal static class SampleFiles
{
    /// <summary>Where a photo was taken, as it stands in what is to be left behind.</summary>
    public const string Position = "GPS 59.0584N 15.1234E";

    public static readonly byte[] Png = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==");

    public static byte[] Jpeg(
        int width = 640, int height = 480, byte orientation = 1, bool isLittle = false, bool hasEnd = true) =>
    [
        0xFF, 0xD8,
        .. Segment(0xE0, [.. "JFIF\0"u8, 1, 1, 0, 0, 72, 0, 72, 0, 0]),
        .. Segment(0xE1, Exif(orientation, isLittle)),
        .. Segment(0xE1, [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. Encoding.UTF8.GetBytes(Position)]),
        .. Segment(0xE2, [.. "ICC_PROFILE\0"u8, 1, 1, 7, 7]),
        .. Segment(0xE2, [.. "MPF\0"u8, .. Encoding.UTF8.GetBytes(Position)]),
        .. Segment(0xED, [.. "Photoshop 3.0\0"u8, .. Encoding.UTF8.GetBytes(Position)]),
        .. Segment(0xFE, Encoding.UTF8.GetBytes(Position)),
        .. Segment(0xDB, new byte[65]),
        .. Segment(0xC2, [8, .. Two(height), .. Two(width), 1, 1, 0x11, 0]),
        .. Segment(0xC4, new byte[20]),
        .. Segment(0xDA, [1, 1, 0, 0, 63, 0]), 1, 2, 0xFF, 0, 3, 0xFF, 0xD0, 4,
        .. Segment(0xFE, Encoding.UTF8.GetBytes(Position)),
        .. Segment(0xDA, [1, 1, 0, 0, 63, 0]), 5, 6, 7,
        .. (byte[])(hasEnd ? [0xFF, 0xD9, .. Encoding.UTF8.GetBytes(Position)] : []),
    ];

    /// <summary>A picture that is not drawn, of the size given.</summary>
    public static byte[] PngOf(uint width, uint height) =>
    [
        .. Png[..8],
        .. Chunk("IHDR", [.. Four(width), .. Four(height), 8, 6, 0, 0, 0]),
        .. Chunk("tEXt", Encoding.UTF8.GetBytes(Position)),
        .. Chunk("eXIf", Exif(6, isLittle: false)),
        .. Chunk("IDAT", [1, 2, 3]),
        .. Chunk("IEND", []),
        .. Encoding.UTF8.GetBytes(Position),
    ];

    public static byte[] Webp(int width = 640, int height = 480, bool isAnimated = false)
    {
        byte[] chunks =
        [
            .. Riff("VP8X", [(byte)(isAnimated ? 0x02 : 0x0C), 0, 0, 0, .. Three(width - 1), .. Three(height - 1)]),
            .. Riff("ICCP", [1, 2, 3]),
            .. Riff("VP8 ", [0, 0, 0, 0x9D, 1, 0x2A, .. Little(width), .. Little(height), 9, 9, 9]),
            .. Riff("EXIF", Exif(6, isLittle: true)),
            .. Riff("XMP ", Encoding.UTF8.GetBytes(Position)),
        ];
        return [.. "RIFF"u8, .. LittleFour(chunks.Length + 4), .. "WEBP"u8, .. chunks];
    }

    public static byte[] Pdf => Encoding.ASCII.GetBytes("%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n");

    public static byte[] Docx(string type = "wordprocessingml.document", params (string Name, byte[] Content)[] more) =>
        Zip([
            ("[Content_Types].xml", Encoding.UTF8.GetBytes(
                $"""
                <?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
                <Override PartName="/main.xml"
                    ContentType="application/vnd.openxmlformats-officedocument.{type}.main+xml"/></Types>
                """)),
            ("main.xml", "<a/>"u8.ToArray()),
            .. more,
        ]);

    public static byte[] Odt => Zip(
        [("mimetype", "application/vnd.oasis.opendocument.text"u8.ToArray()), ("content.xml", "<a/>"u8.ToArray())],
        CompressionLevel.NoCompression);

    public static byte[] Zip(
        (string Name, byte[] Content)[] entries, CompressionLevel level = CompressionLevel.Optimal)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                using var entry = zip.CreateEntry(name, level).Open();
                entry.Write(content);
            }
        }

        return stream.ToArray();
    }

    public static byte[] Mp3 =>
        [.. "ID3"u8, 4, 0, 0, 0, 0, 0, 20, .. new byte[20], .. Mp3Frame, .. Mp3Frame, .. Mp3Frame];

    public static byte[] M4a(string handler = "soun") =>
    [
        .. Box("ftyp", [.. "M4A "u8, 0, 0, 0, 0, .. "M4A mp42isom"u8]),
        .. Box("mdat", new byte[100]),
        .. Box("moov", [
            .. Box("mvhd", new byte[20]),
            .. Box("trak", Box("mdia", Box("hdlr", [.. new byte[8], .. Encoding.ASCII.GetBytes(handler), 0, 0]))),
        ]),
    ];

    public static byte[] Heic => Box("ftyp", [.. "heic"u8, 0, 0, 0, 0, .. "mif1heic"u8]);

    public static byte[] Ogg => [.. "OggS"u8, .. new byte[22], 1, 19, .. "OpusHead"u8, 1, 1, 0, 0];

    public static byte[] Wav =>
        [.. "RIFF"u8, .. LittleFour(36), .. "WAVE"u8, .. Riff("fmt ", new byte[16]), .. Riff("data", new byte[8])];

    // MPEG 1, layer III, 128 kb/s at 44.1 kHz.
    private static byte[] Mp3Frame => [0xFF, 0xFB, 0x90, 0, .. new byte[413]];

    private static byte[] Exif(byte orientation, bool isLittle)
    {
        byte[] tiff = isLittle
            ? [.. "II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0, 0, 0, 0, 0]
            : [.. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0];
        return [.. "Exif\0\0"u8, .. tiff, .. Encoding.UTF8.GetBytes(Position)];
    }

    private static byte[] Segment(byte marker, byte[] payload) =>
        [0xFF, marker, .. Two(payload.Length + 2), .. payload];

    private static byte[] Chunk(string type, byte[] data) =>
        [.. Four((uint)data.Length), .. Encoding.ASCII.GetBytes(type), .. data, 0, 0, 0, 0];

    private static byte[] Riff(string type, byte[] data) =>
        [.. Encoding.ASCII.GetBytes(type), .. LittleFour(data.Length), .. data, .. new byte[data.Length & 1]];

    private static byte[] Box(string type, byte[] data) =>
        [.. Four((uint)data.Length + 8), .. Encoding.ASCII.GetBytes(type), .. data];

    private static byte[] Two(int value) => [(byte)(value >> 8), (byte)value];

    private static byte[] Three(int value) => [(byte)value, (byte)(value >> 8), (byte)(value >> 16)];

    private static byte[] Little(int value) => [(byte)value, (byte)(value >> 8)];

    private static byte[] Four(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }

    private static byte[] LittleFour(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return bytes;
    }
}
