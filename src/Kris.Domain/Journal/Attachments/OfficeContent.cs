using System.Text;
using System.Xml;

namespace Kris.Domain.Journal.Attachments;

/// <summary>A document of Office or LibreOffice, told by what it says it holds, with nothing that runs.</summary>
internal static class OfficeContent
{
    private const int MaxTypes = 1024 * 1024;
    private const string TypesName = "[Content_Types].xml";
    private const string MimeName = "mimetype";

    private const string NotOffice =
        "Zip-filer tas inte emot. Packa upp filen och bifoga det som ligger i den, ett i taget.";

    private const string Macros =
        "Filen har makron och tas inte emot. Spara den utan makron, som docx, xlsx eller pptx, och bifoga den igen.";

    private static readonly (string Ending, AttachmentType Type)[] MainParts =
    [
        ("wordprocessingml.document.main+xml", AttachmentType.Docx),
        ("spreadsheetml.sheet.main+xml", AttachmentType.Xlsx),
        ("presentationml.presentation.main+xml", AttachmentType.Pptx),
        ("presentationml.slideshow.main+xml", AttachmentType.Pptx),
    ];

    public static AttachmentType Check(Stream from)
    {
        var entries = ZipDirectory.Read(from);
        var type = Of(from, entries);
        Refuse.If(entries.Any(IsMacro), Macros);
        ZipDirectory.UnlessBomb(from, entries);
        return type;
    }

    private static AttachmentType Of(Stream from, IReadOnlyList<ZipEntry> entries)
    {
        if (entries.FirstOrDefault(entry => entry.Name == TypesName) is { } types)
            return ByTypes(ZipDirectory.Unpack(from, types, MaxTypes));
        if (entries is [{ Name: MimeName, IsPacked: false } mime, ..])
        {
            var said = Encoding.Latin1.GetString(ZipDirectory.Unpack(from, mime, 100));
            AttachmentType[] known = [AttachmentType.Odt, AttachmentType.Ods, AttachmentType.Odp];
            return known.FirstOrDefault(type => type.Mime == said) ?? throw new RefusedException(NotOffice);
        }

        throw new RefusedException(NotOffice);
    }

    private static AttachmentType ByTypes(byte[] xml)
    {
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            MaxCharactersInDocument = MaxTypes,
        };
        AttachmentType? found = null;
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(xml), settings);
            while (reader.Read())
            {
                if (reader.GetAttribute("ContentType") is not { } said)
                    continue;
                Refuse.If(IsMacroType(said), Macros);
                found ??= MainParts
                    .Where(part => said.EndsWith(part.Ending, StringComparison.OrdinalIgnoreCase))
                    .Select(part => part.Type)
                    .FirstOrDefault();
            }
        }
        catch (XmlException)
        {
            throw ContentBytes.Damaged();
        }

        return found ?? throw new RefusedException(NotOffice);
    }

    private static bool IsMacroType(string type) =>
        type.Contains("macroEnabled", StringComparison.OrdinalIgnoreCase)
        || type.Contains("vbaProject", StringComparison.OrdinalIgnoreCase)
        || type.Contains("activeX", StringComparison.OrdinalIgnoreCase);

    private static bool IsMacro(ZipEntry entry) =>
        entry.Name.EndsWith("vbaProject.bin", StringComparison.OrdinalIgnoreCase)
        || entry.Name.Contains("/activeX/", StringComparison.OrdinalIgnoreCase)
        || entry.Name.StartsWith("Basic/", StringComparison.OrdinalIgnoreCase)
        || entry.Name.StartsWith("Scripts/", StringComparison.OrdinalIgnoreCase);
}
