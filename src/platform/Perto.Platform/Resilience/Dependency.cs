using System.Net.Sockets;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace Perto.Platform;

/// <summary>
/// Calls of one service outside this process: each attempt with a time limit, made again with growing waits where it may be, and not made at all
/// while too many fail. Within a <see cref="CallDeadline"/> there is one attempt, with no more time than is left. Safe for use by many threads.
/// </summary>
public sealed class Dependency
{
    private readonly TimeProvider _clock;
    private readonly DependencyMetrics _metrics;
    private readonly ResiliencePipeline _once;
    private readonly ResiliencePipeline _again;
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
        _again = definition.Settings.Attempts == 1 ? ResiliencePipeline.Empty : Retrying(definition.Settings);
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
    public ValueTask<T> CallAsync<T>(
        Func<CancellationToken, ValueTask<T>> call, bool repeatable = true, CancellationToken cancellationToken = default) =>
        CallAsync(call, attempts: null, repeatable, cancellationToken);

    /// <inheritdoc cref="CallAsync{T}(Func{CancellationToken, ValueTask{T}}, bool, CancellationToken)"/>
    /// <param name="call">One attempt.</param>
    /// <param name="attempts">Watches the attempts; null: nobody does.</param>
    /// <param name="repeatable">Whether making it twice does no more than making it once.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async ValueTask<T> CallAsync<T>(
        Func<CancellationToken, ValueTask<T>> call, ICallAttempts? attempts, bool repeatable, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        Interlocked.Increment(ref _calls);
        long started = _clock.GetTimestamp();
        TimeSpan? left = CallDeadline.Left;
        if (left <= TimeSpan.Zero)
        {
            Interlocked.Increment(ref _refused);
            _metrics.Called(Name, "refused", TimeSpan.Zero);
            throw new DependencyException(Name, "is not asked, because no time is left for its answer", "Give the whole of the work longer");
        }
        try
        {
            // Waits between attempts are longer than the time that a deadline leaves.
            ResiliencePipeline again = repeatable && left is null ? _again : ResiliencePipeline.Empty;
            T result = await again.ExecuteAsync(attempt => AttemptAsync(call, attempts, attempt), cancellationToken);
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
            DependencyException told = Failed(Told(failed));
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
    /// Goes on with a call that was answered and whose answer comes in parts, such as words of a language model: the time limit of an attempt for each part,
    /// and failures told alike. It is not made again, and is no call of its own for the breaker.
    /// </summary>
    /// <param name="part">Waits for the next part; must stop when its token is cancelled.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="DependencyException">The answer broke off, or no part came in time.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async ValueTask<T> ContinueAsync<T>(Func<CancellationToken, ValueTask<T>> part, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(part);
        using CancellationTokenSource limit = new(Definition.Settings.Timeout, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            return await part(either.Token);
        }
        catch (OperationCanceledException late) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw Failed(Told(new TimeoutException(late.Message, late)));
        }
        catch (Exception failed) when (IsFailure(failed))
        {
            throw Failed(Told(failed));
        }
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

    private async ValueTask<T> AttemptAsync<T>(Func<CancellationToken, ValueTask<T>> call, ICallAttempts? attempts, CancellationToken cancellationToken)
    {
        if (attempts is null)
            return await _once.ExecuteAsync(call, cancellationToken);
        await attempts.BeforeAsync(cancellationToken);
        bool begun = false;
        try
        {
            return await _once.ExecuteAsync(
                attempt =>
                {
                    begun = true;
                    return call(attempt);
                },
                cancellationToken);
        }
        // The breaker's refusal begins nothing.
        catch (Exception failure) when (begun)
        {
            attempts.Failed(failure);
            throw;
        }
    }

    private DependencyException Failed(DependencyException told)
    {
        Interlocked.Increment(ref _failures);
        _last = new LastFailure(told.Reason, _clock.GetUtcNow());
        return told;
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
        .Build();

    // The breaker counts attempts, and stands outside their time limit so that it sees those that took too long.
    private ResiliencePipeline Guarded(DependencySettings settings) => new ResiliencePipelineBuilder { TimeProvider = _clock }
        .AddCircuitBreaker(new CircuitBreakerStrategyOptions
        {
            ShouldHandle = outcome => ValueTask.FromResult(outcome.Outcome.Exception is { } failed && CountsAgainst(failed)),
            FailureRatio = settings.BreakerRatio,
            MinimumThroughput = settings.BreakerCalls,
            SamplingDuration = settings.BreakerWindow,
            BreakDuration = settings.BreakerPause,
            StateProvider = _breaker,
            // Those that are refused from now on can say why.
            OnOpened = opened =>
            {
                if (opened.Outcome.Exception is { } failed && IsFailure(failed))
                    _last = new LastFailure(Told(failed).Reason, _clock.GetUtcNow());
                return default;
            },
        })
        .AddTimeout(new TimeoutStrategyOptions { TimeoutGenerator = _ => ValueTask.FromResult(LimitOf(settings)) })
        .Build();

    // Polly takes what is not positive for no limit.
    private static TimeSpan LimitOf(DependencySettings settings) =>
        CallDeadline.Left is not { } left || left >= settings.Timeout ? settings.Timeout
        : left > TimeSpan.FromMilliseconds(1) ? left
        : TimeSpan.FromMilliseconds(1);

    // All who were asked for the same patience would come back in the same moment.
    private static TimeSpan Spread(TimeSpan asked, DependencySettings settings)
    {
        TimeSpan wait = TimeSpan.FromTicks(Math.Max(asked.Ticks, settings.RetryDelay.Ticks));
        TimeSpan spread = wait + (Random.Shared.NextDouble() * (wait + settings.RetryDelay));
        return spread < settings.LongestRetryDelay ? spread : settings.LongestRetryDelay;
    }

    // A call that is let through to see whether the service is back and is given up before it answers has seen nothing: the breaker stays open.
    private bool CountsAgainst(Exception failed) => failed switch
    {
        DependencyException { Throttled: true } => false,
        OperationCanceledException => _breaker.CircuitState == CircuitState.HalfOpen,
        _ => IsTransient(failed),
    };

    private static bool IsTransient(Exception failed) => failed is DependencyException told ? told.Transient : IsConnection(failed);

    private static bool IsFailure(Exception failed) => failed is DependencyException || IsConnection(failed);

    private static bool IsConnection(Exception failed) =>
        failed is TimeoutRejectedException or TimeoutException or HttpRequestException or IOException or SocketException;

    private DependencyException Told(Exception failed) => failed switch
    {
        DependencyException told => told,
        TimeoutRejectedException { Timeout: var limit } when limit < Definition.Settings.Timeout => new DependencyException(
            Name,
            $"did not answer within {limit.TotalMilliseconds:0} ms, which is all that was left",
            "Check that it runs and is not overloaded, or give the whole of the work longer",
            failed)
        {
            Transient = true,
        },
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
