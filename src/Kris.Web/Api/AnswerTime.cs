namespace Kris.Web.Api;

/// <summary>
/// How long somebody with a line to save waits for the database, whichever step of the request it is that waits. Then
/// they are told that it is away, and what was asked goes on without them until the database's own limits end it:
/// whether it was done is not known, and is found by its key when it is asked for again.
/// </summary>
public static class AnswerTime
{
    private const string Begun = "kris.begun";

    // Five seconds is what is promised; a computer that is busy takes its part of them.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(4);

    /// <summary>From now on the request's time runs.</summary>
    public static void Begin(HttpContext context) => context.Items[Begun] = Clock(context).GetTimestamp();

    /// <param name="asked">What it asks for must not touch the request: it may outlive it.</param>
    /// <exception cref="TimeoutException">The request's time is up.</exception>
    public static async ValueTask<T> WithinAsync<T>(HttpContext context, ValueTask<T> asked)
    {
        if (asked.IsCompleted || context.Items[Begun] is not long begun)
            return await asked;

        var left = Longest - Clock(context).GetElapsedTime(begun);
        return await asked.AsTask().WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, Clock(context));
    }

    /// <summary>For an endpoint that makes its answer of what it was given, and leaves the request alone.</summary>
    public static RouteHandlerBuilder AnswersInTime(this RouteHandlerBuilder endpoint) =>
        endpoint.AddEndpointFilter((called, next) => WithinAsync(called.HttpContext, next(called)));

    private static TimeProvider Clock(HttpContext context) =>
        context.RequestServices.GetRequiredService<TimeProvider>();
}
