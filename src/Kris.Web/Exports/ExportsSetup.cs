using Kris.Data.Journal;
using Kris.Web.Loggblad;

namespace Kris.Web.Exports;

/// <summary>The ways out of the log, put together.</summary>
public static class ExportsSetup
{
    public static void AddExports(this IServiceCollection services)
    {
        services.AddSingleton<JournalWalk>();
        services.AddSingleton<LogSource>();
        services.AddSingleton<ShownLines>();
        services.AddSingleton<PrintedLog>();
        services.AddSingleton<PrintView>();
        services.AddSingleton<LogSheets>();
        services.AddSingleton<SheetNumbers>();
        services.AddSingleton<SheetPrint>();
        services.AddSingleton<Chromium>();
        services.AddSingleton<ExportJobs>();
        services.AddSingleton<ExportQueue>();
        services.AddSingleton<ExportPrinter>();
        services.AddSingleton<PdfExports>();
        services.AddSingleton<ExportWorker>();
        services.AddHostedService(provider => provider.GetRequiredService<ExportWorker>());
    }

    public static void MapExports(this IEndpointRouteBuilder app)
    {
        PrintView.Map(app);
        SheetPrint.Map(app);
    }
}
