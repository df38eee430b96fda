using System.Net.Sockets;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace Perto.Platform;

/// <summary>
/// Calls of one service outside this process: each attempt with a time limit, made again with growing waits where it may be, and not made at all
/// while too many fail. Safe for use by many threads.
/// </summary>
public sealed class Dependency
{
    private readonly TimeProvider _clock;
    private readonly DependencyMetrics _metrics;
    private readonly ResiliencePipeline _once;
    private readonly ResiliencePipeline _repeatable;
    private readonly CircuitBreakerStateProvider _breaker = new();
    private long _calls;
    private long _failures;
    private long _retries;
    private long _refused;
    private long _fallbacks;
    private volatile LastFailure? _last;

    internal Dependency(DependencyDefinition definition, TimeProvider clock, DependencyMetrics metrics)
    {
        Definition = definition;
        _clock = clock;
        _metrics = metrics;
        _once = Guarded(definition.Settings);
        _repeatable = definition.Settings.Attempts == 1 ? _once : Retrying(definition.Settings);
    }

    /// <summary>What it is, and how it is called.</summary>
    public DependencyDefinition Definition { get; }

    /// <summary>Its name.</summary>
    public string Name => Definition.Name;

    /// <summary>What a call would meet now.</summary>
    public DependencyState State => _breaker.CircuitState switch
    {
        CircuitState.Closed => DependencyState.Up,
        CircuitState.HalfOpen => DependencyState.Probing,
        _ => DependencyState.Down,
    };

    /// <summary>How it does.</summary>
    public DependencyStatus Status
    {
        get
        {
            LastFailure? last = _last;
            return new DependencyStatus
            {
                Name = Name,
                Purpose = Definition.Purpose,
                State = State,
                Calls = Interlocked.Read(ref _calls),
                Failures = Interlocked.Read(ref _failures),
                Retries = Interlocked.Read(ref _retries),
                Refused = Interlocked.Read(ref _refused),
                Fallbacks = Interlocked.Read(ref _fallbacks),
                Failure = last?.Reason,
                LastFailedAt = last?.At,
                Rules = DependencyRules.Of(Definition.Settings),
            };
        }
    }

    /// <summary>Makes a call.</summary>
    /// <param name="call">One attempt; must stop when its token is cancelled. May be made several times with <paramref name="repeatable"/>.</param>
    /// <param name="repeatable">Whether making it twice does no more than making it once.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="DependencyException">The call failed after all attempts, or was not made because too many before it failed.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async ValueTask<T> CallAsync<T>(
        Func<CancellationToken, ValueTask<T>> call, bool repeatable = true, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(call);
        Interlocked.Increment(ref _calls);
        long started = _clock.GetTimestamp();
        try
        {
            T result = await (repeatable ? _repeatable : _once).ExecuteAsync(call, cancellationToken);
            _metrics.Called(Name, "ok", _clock.GetElapsedTime(started));
            return result;
        }
        catch (BrokenCircuitException open)
        {
            Interlocked.Increment(ref _refused);
            _metrics.Called(Name, "refused", _clock.GetElapsedTime(started));
            throw new DependencyException(
                Name,
                $"is left alone after too many failures{(_last is { } last ? $" (the last: {last.Reason})" : "")}",
                "It is tried again by itself every few seconds",
                open)
            {
                Transient = true,
                RetryAfter = Definition.Settings.BreakerPause,
            };
        }
        catch (Exception failed) when (IsFailure(failed))
        {
            DependencyException told = Told(failed);
            Interlocked.Increment(ref _failures);
            _last = new LastFailure(told.Reason, _clock.GetUtcNow());
            _metrics.Called(Name, "failed", _clock.GetElapsedTime(started));
            if (ReferenceEquals(told, failed))
                throw;
            throw told;
        }
    }

    /// <inheritdoc cref="CallAsync{T}(Func{CancellationToken, ValueTask{T}}, bool, CancellationToken)"/>
    public async ValueTask CallAsync(Func<CancellationToken, ValueTask> call, bool repeatable = true, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(call);
        await CallAsync(
            async attempt =>
            {
                await call(attempt);
                return true;
            },
            repeatable,
            cancellationToken);
    }

    /// <summary>
    /// Notes that something is answered without this dependency: it is counted, and the answer to the request at hand, if there is one, says so.
    /// </summary>
    /// <param name="fallback">What takes its place, in snake_case: <c>database</c>, <c>stale_value</c>.</param>
    public void FellBack(string fallback)
    {
        Interlocked.Increment(ref _fallbacks);
        _metrics.FellBack(Name, fallback);
        DegradedRequest.Note(Name);
    }

    private ResiliencePipeline Retrying(DependencySettings settings) => new ResiliencePipelineBuilder { TimeProvider = _clock }
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = outcome => ValueTask.FromResult(outcome.Outcome.Exception is { } failed && IsTransient(failed)),
            MaxRetryAttempts = settings.Attempts - 1,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = settings.RetryDelay,
            MaxDelay = settings.LongestRetryDelay,
            DelayGenerator = attempt => ValueTask.FromResult<TimeSpan?>(
                attempt.Outcome.Exception is DependencyException { RetryAfter: { } asked } ? Spread(asked, settings) : null),
            OnRetry = _ =>
            {
                Interlocked.Increment(ref _retries);
                return default;
            },
        })
        .AddPipeline(_once)
        .Build();

    // The breaker counts attempts, and stands outside their time limit so that it sees those that took too long.
    private ResiliencePipeline Guarded(DependencySettings settings) => new ResiliencePipelineBuilder { TimeProvider = _clock }
        .AddCircuitBreaker(new CircuitBreakerStrategyOptions
        {
            ShouldHandle = outcome => ValueTask.FromResult(
                outcome.Outcome.Exception is { } failed and not DependencyException { Throttled: true } && IsTransient(failed)),
            FailureRatio = settings.BreakerRatio,
            MinimumThroughput = settings.BreakerCalls,
            SamplingDuration = settings.BreakerWindow,
            BreakDuration = settings.BreakerPause,
            StateProvider = _breaker,
            // Those that are refused from now on can say why.
            OnOpened = opened =>
            {
                if (opened.Outcome.Exception is { } failed)
                    _last = new LastFailure(Told(failed).Reason, _clock.GetUtcNow());
                return default;
            },
        })
        .AddTimeout(settings.Timeout)
        .Build();

    // All who were asked for the same patience would come back in the same moment.
    private static TimeSpan Spread(TimeSpan asked, DependencySettings settings)
    {
        TimeSpan wait = TimeSpan.FromTicks(Math.Max(asked.Ticks, settings.RetryDelay.Ticks));
        TimeSpan spread = wait + (Random.Shared.NextDouble() * (wait + settings.RetryDelay));
        return spread < settings.LongestRetryDelay ? spread : settings.LongestRetryDelay;
    }

    private static bool IsTransient(Exception failed) => failed is DependencyException told ? told.Transient : IsConnection(failed);

    private static bool IsFailure(Exception failed) => failed is DependencyException || IsConnection(failed);

    private static bool IsConnection(Exception failed) =>
        failed is TimeoutRejectedException or TimeoutException or HttpRequestException or IOException or SocketException;

    private DependencyException Told(Exception failed) => failed switch
    {
        DependencyException told => told,
        TimeoutRejectedException or TimeoutException => new DependencyException(
            Name,
            $"did not answer within {Definition.Settings.Timeout.TotalMilliseconds:0} ms",
            $"Check that it runs and is not overloaded, or give it longer with Perto:Dependencies:{Name}:Timeout",
            failed)
        {
            Transient = true,
        },
        _ => new DependencyException(
            Name,
            $"cannot be reached: {(failed.InnerException ?? failed).Message.TrimEnd('.')}",
            "Check that it runs and that its address is right; calls work again as soon as it answers",
            failed)
        {
            Transient = true,
        },
    };

    private sealed record LastFailure(string Reason, DateTimeOffset At);
}
