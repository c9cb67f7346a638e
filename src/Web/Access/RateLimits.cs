using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Web.Visitors;

namespace Web.Access;

/// <summary>How often somebody may do what costs more than a query, or could be guessed at. One place for all of it.</summary>
/// <remarks>Endpoints name a limit with <c>RequireRateLimiting</c>; what pages do on a circuit asks <see cref="Refusal(string)"/>.</remarks>
internal sealed class RateLimits : IDisposable
{
    /// <summary>Attempts to sign in, per address.</summary>
    public const string Login = "sign-ins";

    /// <summary>Checks of the way to a Kafka, per visitor.</summary>
    public const string ConnectionChecks = "connection checks";

    /// <summary>Links and stored answers that are made for others, per visitor.</summary>
    public const string Shares = "shared results";

    /// <summary>Files of whole answers, per visitor.</summary>
    public const string Exports = "exports";

    /// <summary>Wrong tokens that are written down, per address.</summary>
    public const string RefusedTokens = "wrong tokens";

    private static readonly Dictionary<string, int> PerMinute = new(StringComparer.Ordinal)
    {
        [Login] = 10,
        [ConnectionChecks] = 20,
        [Shares] = 30,
        [Exports] = 20,
        [RefusedTokens] = 10,
    };

    private readonly Dictionary<string, PartitionedRateLimiter<string>> _limiters = PerMinute.Keys.ToDictionary(
        limit => limit, limit => PartitionedRateLimiter.Create<string, string>(key => Partition(limit, key), StringComparer.Ordinal), StringComparer.Ordinal);

    /// <summary>Counts one more time that the current visitor does something.</summary>
    /// <param name="limit">Which limit.</param>
    /// <returns>Why they have to wait; null if they need not.</returns>
    public string? Refusal(string limit) => Refusal(limit, KeyOf(Acting.Now));

    /// <summary>Counts one more time for whoever the key stands for.</summary>
    public string? Refusal(string limit, string key)
    {
        using RateLimitLease lease = _limiters[limit].AttemptAcquire(key);
        return lease.IsAcquired ? null : Sentence(limit, lease);
    }

    /// <summary>The same limits for endpoints.</summary>
    public static void Add(IServiceCollection services) => services.AddSingleton<RateLimits>().AddRateLimiter(options =>
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        foreach (string limit in PerMinute.Keys)
        {
            options.AddPolicy(limit, context => limit is Login
                ? HttpMethods.IsPost(context.Request.Method) ? Partition(limit, SignIns.AddressOf(context)) : RateLimitPartition.GetNoLimiter("")
                : Partition(limit, KeyOf(Acting.Now)));
        }

        options.OnRejected = (rejected, cancellation) =>
        {
            string limit = rejected.HttpContext.GetEndpoint()?.Metadata.GetMetadata<EnableRateLimitingAttribute>()?.PolicyName ?? "requests";
            return new ValueTask(AccessRefusals.WriteAsync(rejected.HttpContext, StatusCodes.Status429TooManyRequests, Sentence(limit, rejected.Lease)));
        };
    });

    public void Dispose()
    {
        foreach (PartitionedRateLimiter<string> limiter in _limiters.Values)
        {
            limiter.Dispose();
        }
    }

    private static RateLimitPartition<string> Partition(string limit, string key) => RateLimitPartition.GetFixedWindowLimiter(
        key, _ => new FixedWindowRateLimiterOptions { PermitLimit = PerMinute[limit], Window = TimeSpan.FromMinutes(1), QueueLimit = 0 });

    private static string KeyOf(Actor actor) => actor.Visitor.Id + " " + actor.Address;

    private static string Sentence(string limit, RateLimitLease lease)
    {
        string wait = lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan after)
            ? $" Try again in {Math.Ceiling(Math.Max(1, after.TotalSeconds)).ToString(CultureInfo.InvariantCulture)} s."
            : " Try again in a minute.";
        return PerMinute.TryGetValue(limit, out int most) ? $"Too many {limit}: at most {most} a minute.{wait}" : $"Too many requests.{wait}";
    }
}
