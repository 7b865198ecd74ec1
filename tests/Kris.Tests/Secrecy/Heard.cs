using System.IO.Compression;
using Kris.Tests.Web;
using UglyToad.PdfPig;

namespace Kris.Tests.Secrecy;

/// <summary>What an answer says to whoever opens it: of a PDF its text, and of a ZIP that of each file in it.</summary>
internal static class Heard
{
    public static async Task<string> SaidAsync(this HttpClient client, string path) =>
        await (await client.LookAsync(path)).SaidAsync();

    public static async Task<string> SaidAsync(this Answer answer)
    {
        var type = answer.Message.Content.Headers.ContentType?.MediaType;
        if (type is not ("application/pdf" or "application/zip"))
            return answer.Raw;
        var bytes = await answer.Message.Content.ReadAsByteArrayAsync();
        if (type is "application/pdf")
            return TextOf(bytes);

        var said = new List<string>();
        using var zip = new ZipArchive(new MemoryStream(bytes));
        foreach (var entry in zip.Entries)
        {
            using var file = new MemoryStream();
            await using var packed = await entry.OpenAsync();
            await packed.CopyToAsync(file);
            said.Add(TextOf(file.ToArray()));
        }

        return string.Join(' ', said);
    }

    private static string TextOf(byte[] file)
    {
        // What hangs on a line as a file need not be a whole one.
        if (!file.AsSpan().EndsWith("%%EOF"u8) && !file.AsSpan().EndsWith("%%EOF\n"u8))
            return System.Text.Encoding.Latin1.GetString(file);
        using var pdf = PdfDocument.Open(file);
        return string.Concat(pdf.GetPages().Select(page => page.Text));
    }
}
