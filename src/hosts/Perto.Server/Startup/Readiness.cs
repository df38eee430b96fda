using Perto.Platform;

namespace Perto.Server;

/// <summary>Where the server stands between its start and its stop.</summary>
internal sealed class Readiness(TimeProvider clock) : IProgress<RebuildProgress>
{
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile string _detail = "collections are being rebuilt";
    private volatile bool _stopping;

    /// <summary>When the server began.</summary>
    public DateTimeOffset StartedAt { get; } = clock.GetUtcNow();

    /// <summary>Whether all requests are answered.</summary>
    public bool IsReady => _ready.Task.IsCompletedSuccessfully && !_stopping;

    /// <summary>Whether the collections could not be rebuilt.</summary>
    public bool HasFailed => _ready.Task.IsFaulted;

    /// <summary>Whether the server takes its leave.</summary>
    public bool IsStopping => _stopping;

    /// <summary>One line for people about where it stands.</summary>
    public string Detail => _detail;

    /// <summary>Returns when the server is ready; throws what kept it from that.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => _ready.Task.WaitAsync(cancellationToken);

    /// <summary>A batch of a collection is back.</summary>
    public void Report(RebuildProgress value) =>
        _detail = $"collections are being rebuilt: {value.Done} of {value.Total} records of {value.Collection}";

    public void Complete()
    {
        _detail = "rebuilt";
        _ready.TrySetResult();
    }

    public void Fail(Exception reason)
    {
        _detail = $"could not be rebuilt: {reason.Message}";
        _ready.TrySetException(reason);
    }

    public void Stop()
    {
        _stopping = true;
        _ready.TrySetCanceled();
    }
}
