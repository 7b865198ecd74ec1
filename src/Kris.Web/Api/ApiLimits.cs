using System.Threading.RateLimiting;
using Kris.Web.Accounts;
using Kris.Web.Hosting;
using Microsoft.AspNetCore.RateLimiting;

namespace Kris.Web.Api;

/// <summary>
/// How much one account or token may ask for. A municipality sits behind one address, and a whole staff sends what it
/// has kept when an outage ends, so the limit is per account, and generous for a while.
/// </summary>
public static class ApiLimits
{
    public const string PerAccount = nameof(PerAccount);

    /// <summary>For what anybody may read: one limit for all of them together.</summary>
    public const string Shared = nameof(Shared);

    private const int BurstSeconds = 4;
    private const int SharedRate = 20;

    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);

    public static void AddApiLimits(this IServiceCollection services, KrisSettings settings) =>
        services.AddRateLimiter(limits =>
        {
            limits.OnRejected = (context, _) => new ValueTask(Problem.WriteLaterAsync(
                context.HttpContext,
                StatusCodes.Status429TooManyRequests,
                context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : TimeSpan.FromSeconds(1)));
            limits.AddPolicy(PerAccount, context => Bucket(context.User.AccountId() ?? Guid.Empty, settings.Rate));
            limits.AddPolicy(Shared, _ => Bucket(Guid.Empty, SharedRate));
        });

    // An account that is quiet is forgotten by the limiter, so there are never more than are at work.
    private static RateLimitPartition<Guid> Bucket(Guid account, int rate) => RateLimitPartition.GetTokenBucketLimiter(
        account,
        _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = rate * BurstSeconds,
            TokensPerPeriod = Math.Max(1, rate / 10),
            ReplenishmentPeriod = Period,
            QueueLimit = 0,
        });
}
