using Kris.Data;
using Microsoft.EntityFrameworkCore;

namespace Kris.Web.Api;

/// <summary>What watches Kris asks here: whether the program lives, and whether it can serve.</summary>
public static class Health
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapGet("/healthz", () => TypedResults.Text("lever")).AllowAnonymous().ExcludeFromDescription();
        app.MapGet("/readyz", ReadyAsync).AllowAnonymous().ExcludeFromDescription();
    }

    private static async Task ReadyAsync(HttpContext context, IDbContextFactory<KrisDb> factory)
    {
        if (await IsReadyAsync(factory, context.RequestAborted))
            await context.Response.WriteAsync("redo");
        else
            await Problem.WriteLaterAsync(context, StatusCodes.Status503ServiceUnavailable, Limit);
    }

    // Whatever goes wrong here, from a closed port to a schema of another time, means the same: not ready.
    private static async Task<bool> IsReadyAsync(IDbContextFactory<KrisDb> factory, CancellationToken stop)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limited.CancelAfter(Limit);
        try
        {
            await using var db = await factory.CreateDbContextAsync(limited.Token);
            return await Migrator.IsMigratedAsync(db, limited.Token).WaitAsync(Limit, stop);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            return false;
        }
    }
}
