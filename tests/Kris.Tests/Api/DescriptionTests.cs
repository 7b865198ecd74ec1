using System.Text.RegularExpressions;
using Kris.Domain.Accounts;
using Kris.Domain.Journal;
using Kris.Tests.Server;
using Kris.Tests.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kris.Tests.Api;

[Collection(TestServerCollection.Name)]
public sealed partial class DescriptionTests(TestServer postgres) : ApiTests(postgres)
{
    [Fact]
    public async Task Every_call_of_the_api_is_described_with_a_summary_and_its_problems()
    {
        var document = (await Kris.Nobody().LookAsync("/api/v1/openapi.json")).Body;
        var endpoints = Kris.Service<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText?.StartsWith("/api/v1/", StringComparison.Ordinal) is true)
            .Where(endpoint => endpoint.RoutePattern.RawText != "/api/v1/openapi.json")
            .ToList();

        Assert.True(endpoints.Count >= 17, $"{endpoints.Count} endpoints");
        foreach (var endpoint in endpoints)
        {
            var path = Constraint().Replace(endpoint.RoutePattern.RawText!, "}");
            var method = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Single();
            var call = document.GetProperty("paths").GetProperty(path).GetProperty(method.ToLowerInvariant());
            Assert.NotEqual("", call.GetProperty("summary").GetString());
            var statuses = call.GetProperty("responses").EnumerateObject().Select(response => response.Name).ToList();
            Assert.Contains("200", statuses);
            Assert.All(new[] { "400", "401", "403", "404", "409", "422" }, status => Assert.Contains(status, statuses));
        }
    }

    [Fact]
    public async Task Every_code_is_described_with_its_word()
    {
        var document = (await Kris.Nobody().LookAsync("/api/v1/openapi.json")).Raw;

        var codes = LineKinds.Written.Select(kind => kind.Code())
            .Concat(Duties.All.Select(duty => duty.Code()))
            .Concat(LineCodes.Channels.Keys)
            .Concat(LineCodes.Reliabilities.Keys)
            .Concat(LineCodes.Horizons.Keys)
            .Concat(["storning", "sarskild-handelse", "extraordinar-handelse", "fore", "under", "efter"]);

        foreach (var code in codes)
        {
            Assert.Contains($"\"{code}\"", document, StringComparison.Ordinal);
            Assert.Contains($"`{code}` ", document, StringComparison.Ordinal);
        }
    }

    [GeneratedRegex(":[a-z]+}", RegexOptions.None, matchTimeoutMilliseconds: 200)]
    private static partial Regex Constraint();
}
