using Microsoft.AspNetCore.Http;

namespace Perto.Server;

/// <summary>
/// The time that a request may take. While it runs, <see cref="HttpContext.RequestAborted"/> is cancelled by its end as well as by
/// the caller, so that whatever works for the request stops.
/// </summary>
internal sealed class RequestTime : IDisposable
{
    private const int Running = 0;
    private const int Expired = 1;
    private const int Over = 2;

    private readonly HttpContext _context;
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _end = new();
    private readonly CancellationTokenRegistration _gone;
    private readonly ITimer _timer;
    private int _state;

    /// <summary>Begins the time of a request.</summary>
    public RequestTime(HttpContext context, TimeSpan limit, TimeProvider clock)
    {
        _context = context;
        Limit = limit;
        _caller = context.RequestAborted;
        _gone = _caller.UnsafeRegister(static end => ((CancellationTokenSource)end!).Cancel(), _end);
        context.RequestAborted = _end.Token;
        context.Features.Set(this);
        _timer = clock.CreateTimer(static time => ((RequestTime)time!).Expire(), this, limit, Timeout.InfiniteTimeSpan);
    }

    /// <summary>How long the request may take.</summary>
    public TimeSpan Limit { get; }

    /// <summary>Whether the time is over, and the caller still waits.</summary>
    public bool HasExpired => Volatile.Read(ref _state) == Expired && !_caller.IsCancellationRequested;

    /// <summary>The time of a request; null for one that has no limit.</summary>
    public static RequestTime? Of(HttpContext context) => context.Features.Get<RequestTime>();

    /// <summary>Whether the caller of a request went away, whatever became of its time.</summary>
    public static bool CallerIsGone(HttpContext context) =>
        Of(context) is { } time ? time._caller.IsCancellationRequested : context.RequestAborted.IsCancellationRequested;

    /// <summary>Lets the answer be written after the time is over.</summary>
    public void LetAnswer() => _context.RequestAborted = _caller;

    public void Dispose()
    {
        // The source is left to the collector: the timer may be cancelling it at this moment.
        Interlocked.CompareExchange(ref _state, Over, Running);
        _timer.Dispose();
        _gone.Dispose();
        _context.RequestAborted = _caller;
    }

    private void Expire()
    {
        if (Interlocked.CompareExchange(ref _state, Expired, Running) == Running)
            _end.Cancel();
    }
}
