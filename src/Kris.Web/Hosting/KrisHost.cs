using System.Net;
using Kris.Data;
using Kris.Data.Accounts;
using Kris.Data.Journal;
using Kris.Data.Journal.Attachments;
using Kris.Web.Accounts;
using Kris.Web.Api;
using Kris.Web.Components;
using Kris.Web.Exports;
using Kris.Web.Incidents;
using Kris.Web.Journal;
using Kris.Web.Journal.Attachments;
using Kris.Web.Offline;
using Kris.Web.Organisation;
using Kris.Web.Search;
using Kris.Web.Secrecy;
using Kris.Web.Tavla;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.EntityFrameworkCore;
using MudBlazor.Services;
using Npgsql;
using Serilog;

namespace Kris.Web.Hosting;

/// <summary>Puts the web program together, on a database that is up and migrated.</summary>
public static class KrisHost
{
    /// <param name="more">What only the program as started adds, such as work in the background.</param>
    public static WebApplication Build(
        KrisSettings settings, string appConnection, Action<IServiceCollection>? more = null)
    {
        // The files lie beside the program, wherever it is started from.
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(KrisHost).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.WebHost.UseStaticWebAssets();
        // A program that was built and not published serves the same files, and they change no more than the others.
        builder.Configuration["EnableStaticAssetsDevelopmentCaching"] = "true";
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => Listen(kestrel, settings));
        AddLog(builder.Services);
        builder.Services.AddSingleton(settings);
        AddData(builder.Services, appConnection);
        builder.Services.AddKrisAccounts(settings);
        builder.Services.AddMudServices();
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        builder.Services.AddSingleton<PageScripts>();
        builder.Services.AddSingleton<PageStyles>();
        AddLive(builder.Services);
        builder.Services.AddExports();
        builder.Services.AddKrisApi(settings);
        AddAttachments(builder.Services);
        builder.Services.AddOpenness(settings);
        more?.Invoke(builder.Services);

        var app = builder.Build();
        Answer(app, settings);
        return app;
    }

    // In this order: who is asked for, what goes wrong, who asks, and whether they may.
    private static void Answer(WebApplication app, KrisSettings settings)
    {
        app.UseOpenness(settings);
        app.UsePageProblems();
        app.UseApiProblems();
        app.UseSecurityHeaders();
        app.UseStatusPages();
        app.UseAuthentication();
        app.UsePasswordGuard();
        app.UseApiGuard();
        app.UseAuthorization();
        app.UseRateLimiter();
        app.UseAntiforgery();
        app.UseFreshForms();
        app.MapStaticAssets().AllowAnonymous();
        app.MapKrisAccounts();
        app.MapKrisApi();
        app.MapExports();
        app.MapTrustPage(settings);
        app.MapOfflinePage();
        app.MapGet("/kris.css", app.Services.GetRequiredService<PageStyles>().SendAsync).AllowAnonymous();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode().Add(GuardCircuit);
    }

    private static void AddLog(IServiceCollection services) => services.AddSerilog(log => log
        .MinimumLevel.Information()
        .MinimumLevel.Override("Microsoft", Serilog.Events.LogEventLevel.Warning)
        // A lost race for a number is taken again; what is not is thrown, and told by whoever catches it.
        .MinimumLevel.Override("Microsoft.EntityFrameworkCore", Serilog.Events.LogEventLevel.Fatal)
        // The keys are as closed as the database that they lie in; that it is not encrypted again is no news.
        .MinimumLevel.Override("Microsoft.AspNetCore.DataProtection", Serilog.Events.LogEventLevel.Error)
        .WriteTo.Console(formatProvider: System.Globalization.CultureInfo.InvariantCulture));

    private static void AddData(IServiceCollection services, string appConnection)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(_ => KrisDataSource.Create(appConnection));
        services.AddPooledDbContextFactory<KrisDb>((provider, options) =>
            options.UseNpgsql(provider.GetRequiredService<NpgsqlDataSource>()));
        // Identity and data protection ask for a context of the request; everything else takes one per act.
        services.AddScoped(provider => provider.GetRequiredService<IDbContextFactory<KrisDb>>().CreateDbContext());
        services.AddSingleton<JournalSignal>();
        services.AddSingleton<JournalStore>();
        services.AddSingleton<JournalProof>();
        services.AddSingleton<TaskLines>();
        services.AddSingleton<SinceLines>();
        services.AddSingleton<LastLooks>();
        services.AddSingleton<TagWords>();
        services.AddSingleton<DraftStore>();
        services.AddSingleton<LegalBases>();
        services.AddSingleton<ReadingLog>();
        services.AddSingleton<RelatedLines>();
        services.AddSingleton<Erasures>();
        services.AddSingleton<Desk>();
        services.AddKrisSearch(appConnection);
        services.AddDataProtection().SetApplicationName("kris").PersistKeysToDbContext<KrisDb>();
    }

    // The circuit's own endpoints carry no policy of a page: whoever is logged in, or hangs on the wall, has one.
    private static void GuardCircuit(EndpointBuilder endpoint)
    {
        var isPage = endpoint.Metadata.OfType<Microsoft.AspNetCore.Components.Endpoints.ComponentTypeMetadata>().Any();
        if (!isPage && !endpoint.Metadata.OfType<IAuthorizeData>().Any())
            endpoint.Metadata.Add(new AuthorizeAttribute(Policies.Circuit));
    }

    // One loader each for all circuits of this node.
    private static void AddLive(IServiceCollection services)
    {
        services.AddSingleton<TownName>();
        services.AddSingleton<Markings>();
        services.AddSingleton<LineActor>();
        services.AddSingleton<ErasureCopies>();
        services.AddSingleton<KeptCopies>();
        services.AddSingleton<Presence>();
        services.AddSingleton<SharedLines>();
        services.AddSingleton<LineMarkup>();
        services.AddSingleton<LiveFeed>();
        services.AddHostedService(provider => provider.GetRequiredService<LiveFeed>());
        services.AddSingleton<LastWords>();
        services.AddSingleton<Overview>();
        services.AddSingleton<Tasks.OverdueTasks>();
        services.AddSingleton<Tasks.TaskDesk>();
        services.AddHostedService(provider => provider.GetRequiredService<Overview>());
    }

    private static void AddAttachments(IServiceCollection services)
    {
        services.AddSingleton<AttachmentStore>();
        services.AddSingleton<AttachmentSlots>();
        services.AddHostedService<AttachmentSweep>();
    }

    // Without TLS nobody but this machine gets in.
    private static void Listen(KestrelServerOptions kestrel, KrisSettings settings)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = 1024 * 1024;
        if (settings.Certificate is { } certificate)
            kestrel.ListenAnyIP(settings.Port, listen => listen.UseHttps(Certificates.Load(certificate)));
        else
            kestrel.Listen(IPAddress.Loopback, settings.Port);
    }
}
