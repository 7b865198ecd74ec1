using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Kris.Tests.Api;
using Kris.Tests.HouseRules;
using Kris.Tests.Server;

namespace Kris.Tests.Web;

/// <summary>What a page asks for beside itself: once, and all of it at once.</summary>
[Collection(LogServerCollection.Name)]
public sealed partial class PageFilesTests(TestServer postgres) : ApiTests(postgres)
{
    [Fact]
    public async Task What_a_page_links_is_kept_by_the_browser_for_good()
    {
        var nobody = Kris.Nobody();
        var page = await nobody.LookAsync("/logga-in");

        var linked = Link().Matches(page.Raw).Select(link => link.Groups["address"].Value).ToList();

        Assert.True(linked.Count > 30, page.Raw);
        foreach (var address in linked)
        {
            var file = await nobody.LookAsync($"/{address.TrimStart('/')}");
            Assert.True(file.Code == 200, address);
            Assert.True(IsForGood(file.Message.Headers.CacheControl), $"{address}: {file.Message.Headers}");
        }
    }

    [Fact]
    public async Task A_module_is_led_to_the_files_that_the_page_has_asked_for()
    {
        var page = await Kris.Nobody().LookAsync("/logga-in");

        var text = Map().Match(page.Raw).Groups["map"].Value;
        var map = JsonElement.Parse(text).GetProperty("imports").EnumerateObject()
            .ToDictionary(import => import.Name, import => import.Value.GetString());
        var policy = page.Message.Headers.GetValues("Content-Security-Policy").Single();

        Assert.Equal(
            Link().Matches(page.Raw).Select(link => $"/{link.Groups["address"].Value}")
                .Where(address => address.EndsWith(".js", StringComparison.Ordinal)).Order(),
            map.Values.Order());
        foreach (var import in map.Keys.Select(Imports).SelectMany(imports => imports))
            Assert.Contains(import, map);
        Assert.Contains(
            $"script-src 'self' 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}';",
            policy,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_one_sheet_holds_every_stylesheet_but_that_of_the_paper()
    {
        var nobody = Kris.Nobody();

        var sheet = await nobody.LookAsync("/kris.css?v=nagot-annat");

        Assert.Equal("text/css", sheet.Message.Content.Headers.ContentType!.MediaType);
        Assert.False(IsForGood(sheet.Message.Headers.CacheControl));
        var styles = Sources.All.Where(source => source.Path.EndsWith(".css", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(styles);
        foreach (var style in styles.Where(style => Path.GetFileName(style.Path) is not ("paper.css" or "kris.css")))
            Assert.True(sheet.Raw.Contains(style.Text, StringComparison.Ordinal), style.Path);
        Assert.DoesNotContain("@import", sheet.Raw, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sheet_that_is_sent_packed_is_the_same()
    {
        var nobody = Kris.Nobody();
        using var asked = new HttpRequestMessage(HttpMethod.Get, "/kris.css");
        asked.Headers.AcceptEncoding.ParseAdd("gzip, br");

        using var answer = await nobody.SendAsync(asked);

        Assert.Equal(["br"], answer.Content.Headers.ContentEncoding);
        await using var packed = await answer.Content.ReadAsStreamAsync();
        await using var brotli = new System.IO.Compression.BrotliStream(
            packed, System.IO.Compression.CompressionMode.Decompress);
        using var reader = new StreamReader(brotli);
        Assert.Equal((await nobody.LookAsync("/kris.css")).Raw, await reader.ReadToEndAsync());
    }

    private static bool IsForGood(CacheControlHeaderValue? cache) =>
        cache?.MaxAge > TimeSpan.FromDays(300) && cache.Extensions.Any(extension => extension.Name == "immutable");

    private static IEnumerable<string> Imports(string module) =>
        Import().Matches(Sources.All.Single(source => source.Path == $"src/Kris.Web/wwwroot{module}").Text)
            .Select(import => $"/js/{import.Groups["name"].Value}.js");

    [GeneratedRegex(
        @"<link rel=""(?:modulepreload|stylesheet)"" href=""(?<address>[^""]+)""", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Link();

    [GeneratedRegex(@"<script type=""importmap"">(?<map>[^<]+)</script>", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Map();

    [GeneratedRegex(@"'\./(?<name>[a-z0-9-]+)\.js'", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Import();
}
