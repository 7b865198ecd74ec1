namespace Kris.Web.Hosting;

/// <summary>What an address answers that shows no page of its own.</summary>
public static class StatusPages
{
    /// <summary>A person who looks is given a page; a program, and what was posted, the bare status.</summary>
    public static void UseStatusPages(this IApplicationBuilder app) => app.UseWhen(
        context => HttpMethods.IsGet(context.Request.Method)
            && !context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal)
            && !context.Request.Path.StartsWithSegments("/_blazor", StringComparison.Ordinal),
        pages => pages.UseStatusCodePagesWithReExecute("/fel/{0}"));
}
