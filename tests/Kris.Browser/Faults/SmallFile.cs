using System.Security.Cryptography;
using System.Text;
using Kris.Browser.Running;

namespace Kris.Browser.Faults;

/// <summary>The file of a line: a small one, like no other, and kept by the server as it was sent.</summary>
internal static class SmallFile
{
    public static string DigestOf(Guid incident, string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Bytes(incident, text)));

    /// <summary>Sees to it that the line that stands in the form has its file, once.</summary>
    public static async Task AttachAsync(Person person, Guid incident, string text)
    {
        var attached = person.Page.GetByRole(AriaRole.List, new() { Name = "Bilagor till raden" })
            .GetByRole(AriaRole.Listitem);
        // Where the page went away before the browser had kept the file, it says that it is missing.
        var missing = attached.Filter(new() { HasText = "finns inte i den här webbläsaren" });
        if (await missing.CountAsync() > 0)
            await missing.First.GetByRole(AriaRole.Button).ClickAsync();
        if (await attached.CountAsync() == 0)
        {
            await person.Page.Locator("[data-attach=file]").SetInputFilesAsync(
                new FilePayload { Name = "karta.pdf", MimeType = "application/pdf", Buffer = Bytes(incident, text) });
        }

        await Expect(attached).ToHaveCountAsync(1, new() { Timeout = 5_000 });
        await Expect(attached).Not.ToContainTextAsync("förbereds", new() { Timeout = 5_000 });
    }

    private static byte[] Bytes(Guid incident, string text) =>
        Encoding.UTF8.GetBytes($"%PDF-1.7\n% {incident} {text}\n%%EOF\n");
}
