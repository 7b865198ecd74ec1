using Microsoft.AspNetCore.Diagnostics;

namespace Kris.Web.Hosting;

/// <summary>What an address answers that shows no page of its own.</summary>
public static class StatusPages
{
    /// <summary>A person who looks is given a page; a program, and what was posted, the bare status.</summary>
    public static void UseStatusPages(this WebApplication app)
    {
        // On the program itself: a branch of it has no routes, and would not find the page.
        app.UseStatusCodePagesWithReExecute("/fel/{0}");
        app.Use((context, next) =>
        {
            if (!IsLook(context.Request) && context.Features.Get<IStatusCodePagesFeature>() is { } pages)
                pages.Enabled = false;
            return next(context);
        });
    }

    private static bool IsLook(HttpRequest request) =>
        HttpMethods.IsGet(request.Method)
        && !request.Path.StartsWithSegments("/api", StringComparison.Ordinal)
        && !request.Path.StartsWithSegments("/_blazor", StringComparison.Ordinal);
}
