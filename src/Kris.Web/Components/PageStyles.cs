using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.FileProviders;

namespace Kris.Web.Components;

/// <summary>
/// All of our stylesheets as one, in the order that <c>css/kris.css</c> imports them: a browser that finds an import
/// has to ask once more before it can show anything. The address carries the mark of the content, so that it is asked
/// for once.
/// </summary>
public sealed partial class PageStyles(IWebHostEnvironment environment)
{
    private readonly Lazy<Sheet> sheet = new(() => Made(environment.WebRootFileProvider));

    /// <summary>Where the sheet is found, as it is now.</summary>
    public string Address => $"/kris.css?v={sheet.Value.Mark}";

    public async Task SendAsync(HttpContext context)
    {
        var (mark, plain, packed) = sheet.Value;
        var response = context.Response;
        var isKept = context.Request.Query["v"] == mark;
        response.Headers.CacheControl = isKept ? "public, max-age=31536000, immutable" : "no-cache";
        response.Headers.Vary = "Accept-Encoding";
        response.ContentType = "text/css; charset=utf-8";
        var takesPacked = context.Request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.Ordinal);
        if (takesPacked)
            response.Headers.ContentEncoding = "br";
        var body = takesPacked ? packed : plain;
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, context.RequestAborted);
    }

    private static Sheet Made(IFileProvider files)
    {
        var names = Import().Matches(Read(files, "kris.css")).Select(import => import.Groups["name"].Value);
        var plain = Encoding.UTF8.GetBytes(string.Join('\n', names.Select(name => Read(files, name))));
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Optimal))
            brotli.Write(plain);
        return new Sheet(Convert.ToHexStringLower(SHA256.HashData(plain))[..16], plain, packed.ToArray());
    }

    private static string Read(IFileProvider files, string name)
    {
        using var reader = new StreamReader(files.GetFileInfo($"css/{name}").CreateReadStream());
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"@import url\(""(?<name>[a-z]+\.css)""\);", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Import();

    private sealed record Sheet(string Mark, byte[] Plain, byte[] Packed);
}
