namespace Perto.Platform;

/// <summary>The making of a value that all callers wait for who ask for it meanwhile.</summary>
/// <param name="stamp">The tags of the value, as they were when it began: after one of them was made invalid nobody joins any more.</param>
/// <param name="abandoned">Called when nobody waits any more.</param>
internal sealed class Flight<T>(TagStamp stamp, Action abandoned)
    where T : class
{
    private readonly TaskCompletionSource<T?> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private int _waiting = 1;
    private bool _over;

    public TagStamp Stamp => stamp;

    /// <summary>What it had to do without, which is told to all who wait and not only to the request that began it.</summary>
    public IDegraded? Degraded { get; set; }

    /// <summary>Waits for the value; a caller that gives up does not end it for the others.</summary>
    public async Task<T?> WaitAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _result.Task.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (!_result.Task.IsCompleted)
        {
            Leave();
            throw;
        }
        finally
        {
            foreach (string name in Degraded?.Names ?? [])
                DegradedRequest.Note(name);
        }
    }

    /// <summary>One more caller.</summary>
    /// <returns>False: it is over, or what it makes no longer holds.</returns>
    public bool TryJoin()
    {
        lock (_lock)
        {
            if (_over || !stamp.IsCurrent)
                return false;
            _waiting++;
            return true;
        }
    }

    /// <summary>What it makes is given to those who wait, and to nobody else: the value was removed meanwhile.</summary>
    public void Discard()
    {
        lock (_lock)
            _over = true;
    }

    /// <summary>Keeps what it made, unless it is to be discarded.</summary>
    public void Keep(Action keep)
    {
        // Under the lock, so that a removal finds either the value that was kept or a flight that keeps nothing.
        lock (_lock)
        {
            // What no longer holds must not take the place of what was made after it.
            if (!_over && stamp.IsCurrent)
                keep();
        }
    }

    public void Complete(T? value) => _result.TrySetResult(value);

    public void Fail(Exception failed)
    {
        _result.TrySetException(failed);
        // Nobody may be waiting, as behind a refresh in the background.
        _ = _result.Task.Exception;
    }

    private void Leave()
    {
        lock (_lock)
        {
            if (--_waiting > 0)
                return;
            _over = true;
        }
        abandoned();
    }
}
