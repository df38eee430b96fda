namespace Perto.Vectors.Storage;

/// <summary>Turns at each collection of a store: one at a time has it, the others wait. Collections do not wait for one another.</summary>
internal sealed class CollectionTurns
{
    private readonly Lock _lock = new();

    // For each collection somebody has, or waits for: the last one's turn.
    private readonly Dictionary<(TenantId Tenant, string Name), Task> _last = [];

    /// <summary>Waits for a turn, which ends when it is disposed.</summary>
    public async Task<IDisposable> TakeAsync((TenantId Tenant, string Name) collection, CancellationToken cancellationToken)
    {
        Turn turn = new(this, collection);
        Task before;
        lock (_lock)
        {
            before = _last.GetValueOrDefault(collection, Task.CompletedTask);
            _last[collection] = turn.Ended;
        }
        try
        {
            await before.WaitAsync(cancellationToken);
            return turn;
        }
        catch (OperationCanceledException)
        {
            // Those behind it go on when those before it have ended.
            _ = before.ContinueWith(_ => turn.Dispose(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            throw;
        }
    }

    /// <summary>Completes when all turns that were asked for before have ended.</summary>
    public Task EndedAsync()
    {
        lock (_lock)
            return Task.WhenAll(_last.Values);
    }

    private void End(Turn turn, (TenantId Tenant, string Name) collection)
    {
        lock (_lock)
        {
            if (_last.GetValueOrDefault(collection) == turn.Ended)
                _last.Remove(collection);
        }
    }

    private sealed class Turn(CollectionTurns turns, (TenantId Tenant, string Name) collection) : IDisposable
    {
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Ended => _ended.Task;

        public void Dispose()
        {
            turns.End(this, collection);
            _ended.TrySetResult();
        }
    }
}
