using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.FileProviders;

namespace Kris.Web.Offline;

/// <summary>
/// The one page that works without a server, and the worker that keeps it. All that the page needs lies below
/// /offline/, so that the worker answers for those addresses and for nothing else.
/// </summary>
public static class OfflinePage
{
    public const string Address = "/offline/";

    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
    };

    public static void MapOfflinePage(this WebApplication app)
    {
        var files = app.Environment.WebRootFileProvider;
        var names = NamesOf(files);
        var worker = new Lazy<byte[]>(() => Worker(files, names));
        app.MapGet("/sw.js", context => SendAsync(context, worker.Value, Types[".js"])).AllowAnonymous();
        app.MapGet(Address, context => SendAsync(context, Read(files, "offline.html"), "text/html; charset=utf-8"))
            .AllowAnonymous();
        app.MapGet($"{Address}{{**file}}", async (HttpContext context, string file) =>
        {
            if (names.Contains(file))
                await SendAsync(context, Read(files, file), Types[Path.GetExtension(file)]);
            else
                context.Response.StatusCode = StatusCodes.Status404NotFound;
        }).AllowAnonymous();
    }

    // The page takes lines as every other page does, so it has all of our own scripts and styles at hand.
    private static List<string> NamesOf(IFileProvider files) =>
    [
        "icons/kris.svg",
        .. new[] { "css", "js" }.SelectMany(folder => files.GetDirectoryContents(folder)
            .Where(file => !file.IsDirectory && Types.ContainsKey(Path.GetExtension(file.Name)))
            .Select(file => $"{folder}/{file.Name}")
            .Order(StringComparer.Ordinal)),
    ];

    // Another content is another worker: the browser compares it byte for byte, and fetches the page anew.
    private static byte[] Worker(IFileProvider files, List<string> names)
    {
        var digest = SHA256.HashData([.. names.Prepend("offline.html").SelectMany(file => Read(files, file))]);
        var addresses = JsonSerializer.Serialize(names.Select(file => Address + file).Prepend(Address));
        var head = $"const version = '{Convert.ToHexStringLower(digest)[..16]}';\nconst files = {addresses};\n";
        return [.. Encoding.UTF8.GetBytes(head), .. Read(files, "worker.js")];
    }

    private static byte[] Read(IFileProvider files, string name)
    {
        using var stream = files.GetFileInfo(name).CreateReadStream();
        using var all = new MemoryStream();
        stream.CopyTo(all);
        return all.ToArray();
    }

    private static Task SendAsync(HttpContext context, byte[] content, string type)
    {
        context.Response.ContentType = type;
        context.Response.Headers.CacheControl = "no-cache";
        return context.Response.Body.WriteAsync(content).AsTask();
    }
}
