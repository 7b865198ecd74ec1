using System.Text;
using Kris.Tests.Server;
using Kris.Tests.Web;

namespace Kris.Tests.Api;

[Collection(TestServerCollection.Name)]
public sealed class MutationTests(TestServer postgres) : ApiTests(postgres)
{
    private const int Seed = 20261123;
    private const int Rounds = 1_000;

    private static readonly string[] Pieces =
    [
        "null", "true", "-1", "1e400", "\"\"", "[]", "{}", "\"\\ud800\"", "\"\\u0000\"", "9223372036854775808", "\"Z\"",
        "\"0001-01-01T00:00:00+14:00\"", "\"9999-12-31T23:59:59-14:00\"", "\u0000", "\u2028", "\uFEFF", "//", ",", "}",
    ];

    [Fact]
    public async Task No_mutation_of_a_request_is_more_than_Kris_can_answer()
    {
        var random = new Random(Seed);
        var incident = await Tib.OpenAsync();
        var calls = CallsOf(incident.Id);

        for (var round = 0; round < Rounds; round++)
        {
            var (method, path, body) = calls[random.Next(calls.Length)];
            var key = Guid.NewGuid().ToString();
            path = path.Replace("@", key, StringComparison.Ordinal);
            var bytes = Encoding.UTF8.GetBytes(body.Replace("@", key, StringComparison.Ordinal));
            if (bytes.Length == 0 || random.Next(4) == 0)
                path = Mutated(path, random);
            for (var i = random.Next(1, 4); i > 0 && bytes.Length > 0; i--)
                bytes = Mutated(bytes, random);

            using var content = new ByteArrayContent(bytes);
            var type = random.Next(20) == 0 ? "text/x" : "application/json";
            content.Headers.TryAddWithoutValidation("Content-Type", type);
            var answer = await Tib.CallAsync(method, path, bytes.Length == 0 ? null : content);

            Assert.True(
                answer.Code is >= 200 and < 500,
                $"Seed {Seed}, round {round}: {answer.Code} to {method} {path} {Encoding.UTF8.GetString(bytes)}");
            // What the server itself cannot take for a request is answered before Kris sees it.
            if (answer.Code >= 400 && answer.Raw.Length > 0)
                Assert.NotEqual("", answer.Detail);
        }

        Assert.Equal(201, (await Tib.WriteAsync(incident.Id, "Kris lever.")).Code);
    }

    private static (HttpMethod Method, string Path, string Body)[] CallsOf(Guid incident) =>
    [
        (HttpMethod.Post, "/api/v1/incidents",
            """{"key":"@","title":"Brand","began":"2026-03-01T14:05:00Z","exercise":false,"firstLine":"Rök."}"""),
        (HttpMethod.Put, Calls.Incident(incident, "/lines/@"),
            """{"kind":"inkommet","text":"Larm","occurredAt":"2026-03-01T14:05:00+01:00","corrects":1}"""),
        (HttpMethod.Post, Calls.Incident(incident, "/level"),
            """{"key":"@","seen":1,"to":"sarskild-handelse","reason":"Två.","criteria":{"urgent":"Nu"}}"""),
        (HttpMethod.Put, Calls.Incident(incident, "/facts"),
            """{"key":"@","seen":1,"facts":{"title":"A","began":"2026-03-01T14:05:00Z","units":["@"]}}"""),
        (HttpMethod.Post, Calls.Incident(incident, "/lines/1/move"), """{"key":"@","to":"@","reason":"Fel."}"""),
        (HttpMethod.Get, "/api/v1/incidents?after=1&limit=2&q=brand&open=true&level=storning", ""),
        (HttpMethod.Get, Calls.Incident(incident, "/lines?after=0&limit=10"), ""),
    ];

    private static byte[] Mutated(byte[] bytes, Random random)
    {
        var at = random.Next(bytes.Length);
        var piece = Encoding.UTF8.GetBytes(Pieces[random.Next(Pieces.Length)]);
        return random.Next(5) switch
        {
            0 => [.. bytes[..at], (byte)random.Next(256), .. bytes[(at + 1)..]],
            1 => [.. bytes[..at], .. piece, .. bytes[at..]],
            2 => [.. bytes[..at], .. bytes[Math.Min(bytes.Length, at + random.Next(1, 12))..], (byte)'}'],
            3 => [.. bytes[..at], .. bytes[(at / 2)..]],
            _ => AtColon(bytes, piece, random),
        };
    }

    // Another value for a name that stays.
    private static byte[] AtColon(byte[] bytes, byte[] piece, Random random)
    {
        var colons = Enumerable.Range(0, bytes.Length).Where(i => bytes[i] == ':').ToArray();
        if (colons.Length == 0)
            return piece;
        var from = colons[random.Next(colons.Length)] + 1;
        var to = Array.FindIndex(bytes, from, b => b is (byte)',' or (byte)'}');
        return [.. bytes[..from], .. piece, .. bytes[(to < 0 ? bytes.Length : to)..]];
    }

    private static string Mutated(string path, Random random)
    {
        var at = random.Next("/api/v1/".Length, path.Length);
        string[] pieces = ["%00", "%ff", "-", "9999999999999", "å", "%", "..", "//", "&limit=0", "ı", "'", "{", "%2f"];
        return path[..at] + pieces[random.Next(pieces.Length)] + path[(at + random.Next(2))..];
    }
}
