using System.Net.Http.Headers;
using System.Net.Http.Json;
using Kris.Domain.Accounts;
using Kris.Tests.Server;
using Kris.Tests.Web;
using Kris.Web.Api;

namespace Kris.Tests.Api;

/// <summary>A parameter that was spelt wrong narrows nothing, and more would be answered than was asked.</summary>
[Collection(TestServerCollection.Name)]
public sealed class ParameterTests(TestServer postgres) : ApiTests(postgres)
{
    [Theory]
    [InlineData("/api/v1/search?q=vatten&incidnet=x", "incidnet")]
    [InlineData("/api/v1/incidents?opne=true", "opne")]
    [InlineData("/api/v1/incidents?_=1764437338", "_")]
    [InlineData("/api/v1/incidents/{id}/export/csv?tpy=beslut", "tpy")]
    [InlineData("/api/v1/incidents/{id}/export/csv?kring=2", "kring")]
    [InlineData("/api/v1/incidents/{id}?id=2", "id")]
    [InlineData("/api/v1/tasks?=x", "")]
    public async Task One_that_there_is_not_is_refused_by_its_name(string address, string name)
    {
        var incident = await Tib.OpenAsync();
        var staff = await Kris.ProgramAsync(Duty.Stabschef);

        var answer = await staff.LookAsync(address.Replace("{id}", $"{incident.Id}", StringComparison.Ordinal));

        Assert.Equal((400, "application/problem+json"), (answer.Code, TypeOf(answer)));
        Assert.Equal(name, answer.Text("unknownParameter"));
        Assert.Equal(
            $"Parametern ”{name}” finns inte här. Inget har gjorts. Kontrollera hur den stavas.", answer.Detail);
    }

    [Fact]
    public async Task No_call_takes_one_that_there_is_not()
    {
        var incident = await Tib.OpenAsync();
        var staff = await Kris.ProgramAsync(Duty.Stabschef);
        var taken = new List<string>();
        foreach (var route in Route.Of(Kris.App).Where(IsCall))
        {
            var path = route.Pattern.Replace("{id}", $"{incident.Id}", StringComparison.Ordinal)
                .Replace("{number:long}", "1", StringComparison.Ordinal)
                .Replace("{key}", $"{Guid.NewGuid()}", StringComparison.Ordinal)
                .Replace("{part}", "1", StringComparison.Ordinal);
            var content = route.Method is "DELETE" ? JsonContent.Create("") : null;
            var answer = await staff.CallAsync(new HttpMethod(route.Method), $"{path}?drake=1", content);
            // A question about a file is answered without words.
            if (answer.Code != 400 || (route.Method != "HEAD" && answer.Text("unknownParameter") != "drake"))
                taken.Add($"{route}: {answer.Code} {answer.Raw}");
        }

        Assert.Empty(taken);
    }

    [Fact]
    public async Task Nothing_is_written_by_a_call_with_one()
    {
        var incident = await Tib.OpenAsync();
        using var file = new ByteArrayContent("%PDF-1.7"u8.ToArray());
        file.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        var key = Guid.NewGuid();

        var line = await Tib.PutAsync(
            $"{Calls.Line(incident.Id, Guid.NewGuid())}?lagrum=osl-18-13", new { kind = "anteckning", text = "Text" });
        var sent = await Tib.CallAsync(
            HttpMethod.Put, Calls.Incident(incident.Id, $"/attachments/{key}?name=a.pdf&orginal=true"), file);

        Assert.Equal((400, "lagrum"), (line.Code, line.Text("unknownParameter")));
        Assert.Equal((400, "orginal"), (sent.Code, sent.Text("unknownParameter")));
        Assert.Single(await Tib.LinesAsync(incident.Id));
        Assert.Equal(404, (await Tib.LookAsync(Calls.Incident(incident.Id, $"/attachments/{key}"))).Code);
    }

    // Of a duty that is named twice neither was acted in.
    [Theory]
    [InlineData("/api/v1/incidents?duty=tib&duty=stabschef", "duty")]
    [InlineData("/api/v1/incidents?q=brand&Q=vatten", "Q")]
    public async Task One_that_stands_twice_is_refused(string address, string name)
    {
        var answer = await (await Kris.PersonAsync(Duty.Tib)).LookAsync(address);

        Assert.Equal((400, name), (answer.Code, answer.Text("unknownParameter")));
        Assert.Contains("mer än en gång", answer.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_call_takes_stands_in_the_description_once()
    {
        var document = (await Kris.Nobody().LookAsync(ApiDescription.Address)).Body;

        Assert.Equal("duty enhet first fran last nyckel person q sekretess system tagg till typ", Of("export/csv"));
        Assert.Equal("duty name original unit writtenAt", Of("attachments/{key}", "put"));

        string Of(string path, string method = "get")
        {
            var calls = document.GetProperty("paths").GetProperty($"/api/v1/incidents/{{id}}/{path}");
            var names = calls.GetProperty(method).GetProperty("parameters").EnumerateArray()
                .Where(parameter => parameter.GetProperty("in").GetString() == "query")
                .Select(parameter => parameter.GetProperty("name").GetString()!);
            return string.Join(' ', names.Order(StringComparer.Ordinal));
        }
    }

    private static bool IsCall(Route route) =>
        route.Pattern.StartsWith("/api/v1/", StringComparison.Ordinal)
        && route.Method is "GET" or "HEAD" or "DELETE" && !route.IsAnonymous;

    private static string? TypeOf(Answer answer) => answer.Message.Content.Headers.ContentType?.MediaType;
}
