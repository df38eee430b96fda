using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;

namespace Perto.Server;

/// <summary>
/// How many requests are worked on at once. A few more wait for a place; beyond them a request is better told at once to come again,
/// because its caller would have given up before its turn.
/// </summary>
internal sealed class RequestGate : IDisposable
{
    /// <summary>Gauge of requests that wait for a place; <c>perto_http_requests_waiting</c> to Prometheus.</summary>
    public const string WaitingGauge = "perto.http.requests.waiting";

    private readonly SemaphoreSlim _places;
    private readonly int _longestQueue;
    private int _waiting;

    public RequestGate(IOptions<ServerSettings> settings, IMeterFactory meters)
    {
        _places = new SemaphoreSlim(settings.Value.MaxConcurrentRequests);
        _longestQueue = settings.Value.MaxQueuedRequests;
        meters.Create(RequestTelemetry.MeterName).CreateObservableGauge(
            WaitingGauge, () => Volatile.Read(ref _waiting), description: "Requests that wait for a place.");
    }

    /// <summary>Takes a place if one is free; <see cref="Leave"/> gives it back.</summary>
    public bool TryEnter() => _places.Wait(0);

    /// <summary>Waits for a place; false when too many wait already.</summary>
    public async Task<bool> EnterAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (Interlocked.Increment(ref _waiting) > _longestQueue)
                return false;
            await _places.WaitAsync(cancellationToken);
            return true;
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    /// <summary>Gives a place back.</summary>
    public void Leave() => _places.Release();

    public void Dispose() => _places.Dispose();
}
