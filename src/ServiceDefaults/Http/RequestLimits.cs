using System.Globalization;
using System.Threading.RateLimiting;
using CivicPlatform.ServiceDefaults.Auth;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CivicPlatform.ServiceDefaults.Http;

/// <summary>Configuration section <c>Limits</c>: requests a second, for each replica.</summary>
public sealed class LimitOptions
{
    public const string Section = "Limits";

    private const int Unhindered = 100_000;

    /// <summary>Of one caller (client and subject): 200, which is five times a city's storm day.</summary>
    public int CallerPerSecond { get; set; } = 200;

    /// <summary>Of all callers of one street office: 1,000. A noisy office waits, its neighbours do not.</summary>
    public int DivisionPerSecond { get; set; } = 1_000;

    /// <summary>In Development one machine plays all offices at once, so that nothing set means no hindrance.</summary>
    internal static LimitOptions For(bool development) => development
        ? new LimitOptions { CallerPerSecond = Unhindered, DivisionPerSecond = Unhindered }
        : new LimitOptions();
}

/// <summary>Rates per caller and per division, answered by 429 with Retry-After.</summary>
/// <remarks>
/// Who has no token is limited by address at the gateway. A bucket holds one second's worth, and buckets that nobody
/// uses are dropped by the limiter itself.
/// </remarks>
internal static class RequestLimits
{
    public static void AddRequestLimits(this WebApplicationBuilder builder)
    {
        var limits = LimitOptions.For(builder.Environment.IsDevelopment());
        builder.Configuration.GetSection(LimitOptions.Section).Bind(limits);
        if (limits.CallerPerSecond < 1 || limits.DivisionPerSecond < 1)
            throw new InvalidOperationException("Limits must be above 0.");
        builder.Services.AddRateLimiter(options =>
        {
            options.OnRejected = RefuseAsync;
            options.GlobalLimiter = PartitionedRateLimiter.CreateChained(
                By(limits.CallerPerSecond, user => user.IdempotencyCaller),
                By(limits.DivisionPerSecond, OfficeOf));
        });
    }

    /// <summary>
    /// The street, so that the communities of one office share its rate. Who acts for several offices counts for none
    /// of them: he has a bucket of his own, or he could use up any of theirs.
    /// </summary>
    private static string OfficeOf(CurrentUser user)
    {
        var streets = user.Divisions.Select(d => d.HasStreet ? d.Street : "").Distinct().Take(2).ToArray();
        return streets is [{ Length: > 0 } street] ? street : user.IdempotencyCaller;
    }

    private static PartitionedRateLimiter<HttpContext> By(int perSecond, Func<CurrentUser, string> key) =>
        PartitionedRateLimiter.Create<HttpContext, string>(http =>
        {
            var isAnonymous = http.User.Identity?.IsAuthenticated is not true;
            if (isAnonymous) return RateLimitPartition.GetNoLimiter("");
            var user = http.RequestServices.GetRequiredService<CurrentUser>();
            return RateLimitPartition.GetTokenBucketLimiter(key(user), _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = perSecond,
                TokensPerPeriod = Math.Max(1, perSecond / 10),
                ReplenishmentPeriod = TimeSpan.FromMilliseconds(100),
                QueueLimit = 0,
            });
        });

    private static async ValueTask RefuseAsync(OnRejectedContext context, CancellationToken ct)
    {
        var wait = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.Zero;
        context.HttpContext.Response.Headers.RetryAfter =
            Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        await Problems.OfStatus(StatusCodes.Status429TooManyRequests).ToProblem().ExecuteAsync(context.HttpContext);
    }
}
