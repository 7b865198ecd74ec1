using Kris.Data.Search;

namespace Kris.Web.Search;

/// <summary>The search, put together.</summary>
public static class SearchSetup
{
    public static void AddKrisSearch(this IServiceCollection services, string appConnection)
    {
        services.AddSingleton(_ => new SearchDatabase(appConnection));
        services.AddSingleton<LineIndex>();
        services.AddSingleton<LineSearch>();
        services.AddHostedService<SearchWorker>();
    }
}
