using Kris.Data.Journal;
using Kris.Web.Accounts;
using Kris.Web.Exports;
using Kris.Web.Hosting;
using Kris.Web.Incidents;
using Kris.Web.Journal;
using Kris.Web.Offline;
using Kris.Web.Search;
using Kris.Web.Journal.Attachments;
using Kris.Web.Tasks;
using Kris.Web.Secrecy;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;

namespace Kris.Web.Api;

/// <summary>The API, put together.</summary>
public static class ApiSetup
{
    private static readonly int[] Problems = [400, 401, 403, 404, 409, 413, 422, 429, 503];

    public static void AddKrisApi(this IServiceCollection services, KrisSettings settings)
    {
        services.AddSingleton<KnownTokens>();
        services.AddSingleton<KnownIncidents>();
        services.AddSingleton<ApiActor>();
        services.AddSingleton<LineAuthor>();
        services.AddSingleton<LineWriter>();
        services.AddSingleton<LineClosing>();
        services.AddSingleton<LineCopies>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, ApiAuthorization>();
        services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, TokenAuthentication>(Schemes.Bearer, null);
        services.ConfigureHttpJsonOptions(options => ApiJson.Configure(options.SerializerOptions));
        // What cannot be read is answered in one place, with a sentence.
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.AddApiLimits(settings);
        services.AddApiDescription();
    }

    public static void MapKrisApi(this WebApplication app)
    {
        var api = app.MapGroup("/api/v1").RequireRateLimiting(ApiLimits.PerAccount);
        // What is read of the log is nobody's to keep: a browser's cache outlives a marking.
        api.AddEndpointFilter((call, next) =>
        {
            call.HttpContext.Response.Headers.CacheControl = "no-store";
            return next(call);
        });
        api.RefuseUnknownParameters();
        foreach (var status in Problems)
            api.ProducesProblem(status);
        api.MapIncidents();
        api.MapIncidentActs();
        api.MapLines();
        api.MapLineActs();
        api.MapCompletions();
        api.MapTasks();
        api.MapDrafts();
        api.MapOffline();
        api.MapExport();
        api.MapSearch();
        api.MapCsv();
        api.MapPdf();
        api.MapAttachments();
        api.MapMarkings();
        api.MapErasure();

        app.MapOpenApi(ApiDescription.Address).AllowAnonymous().RequireRateLimiting(ApiLimits.Shared);
        app.Map("/api/{**rest}", () => TypedResults.StatusCode(StatusCodes.Status404NotFound))
            .AllowAnonymous().ExcludeFromDescription();
        app.MapHealth();
    }
}
