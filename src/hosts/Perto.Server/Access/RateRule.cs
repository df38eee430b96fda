using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Perto.Platform;

namespace Perto.Server;

/// <summary>
/// Keeps one key and one tenant from taking what the others need: so many requests a second, and so many at the same time. Where nobody shows a key there
/// is nobody to tell apart, and no limit.
/// </summary>
internal sealed class RateRule
{
    private static readonly TimeSpan TryAgain = TimeSpan.FromSeconds(1);

    private readonly RequestDelegate _next;
    private readonly AccessMetrics _metrics;
    private readonly TokenBuckets _keys;
    private readonly TokenBuckets _tenants;
    private readonly int _concurrency;
    private readonly ConcurrentDictionary<TenantId, RunningCount> _running = new();

    public RateRule(RequestDelegate next, IOptions<AccessSettings> settings, AccessMetrics metrics, TimeProvider clock)
    {
        _next = next;
        _metrics = metrics;
        AccessSettings limits = settings.Value;
        _keys = new TokenBuckets(limits.RequestsPerSecond, limits.Burst, clock);
        _tenants = new TokenBuckets(limits.TenantRequestsPerSecond, limits.TenantBurst, clock);
        _concurrency = limits.TenantConcurrency;
    }

    public async Task InvokeAsync(HttpContext context)
    {
        Caller caller = context.Caller();
        if (caller.Key is null)
        {
            await _next(context);
            return;
        }

        Take(context, caller);
        if (_concurrency == 0)
        {
            await _next(context);
            return;
        }

        RunningCount running = _running.GetOrAdd(caller.Tenant, _ => new RunningCount());
        try
        {
            if (Interlocked.Increment(ref running.Value) > _concurrency)
                throw Limited("too_many_concurrent_requests", $"The tenant has {_concurrency} requests under way, which is all that this server carries out at once for one", TryAgain);
            await _next(context);
        }
        finally
        {
            Interlocked.Decrement(ref running.Value);
        }
    }

    private void Take(HttpContext context, Caller caller)
    {
        BucketState? key = _keys.IsOn ? _keys.Take(caller.Actor) : null;
        // What the key has no token for costs the tenant none.
        BucketState? tenant = _tenants.IsOn && key is not { IsTaken: false } ? _tenants.Take(caller.Tenant.Value) : null;
        if (key is null && tenant is null)
            return;
        context.Response.OnStarting(() =>
        {
            Tell(context.Response.Headers, "key", key);
            Tell(context.Response.Headers, "tenant", tenant);
            return Task.CompletedTask;
        });
        if (key is { IsTaken: false } keyIsEmpty)
            throw TooOften("key", keyIsEmpty);
        if (tenant is { IsTaken: false } tenantIsEmpty)
            throw TooOften("tenant", tenantIsEmpty);
    }

    private RequestRefusedException TooOften(string policy, BucketState state) => Limited(
        "rate_limited", string.Create(CultureInfo.InvariantCulture, $"This {policy} asks more often than {state.PerSecond} times a second"), state.Wait);

    private RequestRefusedException Limited(string code, string message, TimeSpan wait)
    {
        _metrics.Refused(code);
        return new RequestRefusedException(code, StatusCodes.Status429TooManyRequests, message) { RetryAfter = wait };
    }

    // The fields of the IETF draft "RateLimit header fields for HTTP": q of a policy is its burst, w the seconds in which that comes back.
    private static void Tell(IHeaderDictionary headers, string policy, BucketState? given)
    {
        if (given is not { } state)
            return;
        headers.Append("RateLimit-Policy", string.Create(CultureInfo.InvariantCulture, $"\"{policy}\";q={Math.Floor(state.Burst)};w={Math.Ceiling(state.Burst / state.PerSecond)}"));
        headers.Append("RateLimit", string.Create(CultureInfo.InvariantCulture, $"\"{policy}\";r={Math.Floor(state.Left)};t={Math.Ceiling(state.UntilFull.TotalSeconds)}"));
    }

    private sealed class RunningCount
    {
        public int Value;
    }
}
