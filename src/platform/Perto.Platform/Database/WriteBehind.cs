namespace Perto.Platform;

/// <summary>
/// Writes items in groups, behind those who bring them: for what must not make anybody wait, and may be lost. What finds the queue full is not taken; a
/// process that stops writes what it took; one that is killed loses what waited, about the last tenth of a second.
/// </summary>
/// <typeparam name="T">What is written.</typeparam>
public sealed class WriteBehind<T> : IAsyncDisposable
{
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(100);

    private readonly int _most;
    private readonly int _group;
    private readonly Func<IReadOnlyList<T>, Task> _write;
    private readonly Action<int, Exception?> _done;
    private readonly Lock _lock = new();
    private readonly Queue<T> _waiting = new();
    private readonly CancellationTokenSource _closing = new();
    private Task _writing = Task.CompletedTask;
    private bool _isWriting;
    private bool _closed;

    /// <summary>An empty queue.</summary>
    /// <param name="most">How many items may wait.</param>
    /// <param name="group">How many are written together, at most.</param>
    /// <param name="write">Writes a group; called for one at a time.</param>
    /// <param name="done">Is told how many were written, or lost and why: a group that fails is not brought again. Must not throw.</param>
    public WriteBehind(int most, int group, Func<IReadOnlyList<T>, Task> write, Action<int, Exception?> done)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(group, 1);
        _most = most;
        _group = group;
        _write = write;
        _done = done;
    }

    /// <summary>Takes an item; false where too many wait, and after the end. Never waits and never throws.</summary>
    public bool TryAdd(T item)
    {
        lock (_lock)
        {
            if (_closed || _waiting.Count >= _most)
                return false;
            _waiting.Enqueue(item);
            // In the same lock as the writer's look at an empty queue: an item that comes at its end begins the next one.
            if (!_isWriting)
            {
                _isWriting = true;
                _writing = Task.Run(WriteAsync, CancellationToken.None);
            }
            return true;
        }
    }

    /// <summary>Returns when all that was taken before has been brought to the writer.</summary>
    public Task FlushAsync(CancellationToken cancellationToken = default)
    {
        lock (_lock)
            return _writing.WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            if (_closed)
                return;
            _closed = true;
        }
        await _closing.CancelAsync();
        await FlushAsync(CancellationToken.None);
        _closing.Dispose();
    }

    private async Task WriteAsync()
    {
        // Others join while this waits; at the end nobody does.
        await Task.Delay(Gather, TimeProvider.System, _closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (Next() is { Count: > 0 } group)
        {
            try
            {
                await _write(group);
                _done(group.Count, null);
            }
            catch (Exception failure)
            {
                // Whoever brought them has been answered: that they are lost can only be told.
                _done(group.Count, failure);
            }
        }
    }

    private List<T> Next()
    {
        lock (_lock)
        {
            var group = new List<T>(Math.Min(_group, _waiting.Count));
            while (group.Count < _group && _waiting.TryDequeue(out T? item))
                group.Add(item);
            _isWriting = group.Count > 0;
            return group;
        }
    }
}
