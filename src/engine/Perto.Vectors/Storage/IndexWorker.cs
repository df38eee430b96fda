namespace Perto.Vectors.Storage;

/// <summary>
/// Puts what was written into graphs, and mends these, in the background: one task while there is something to do, none else, because a server
/// has many collections.
/// </summary>
/// <param name="collection">Whose graphs.</param>
/// <param name="threads">Threads for many rows.</param>
/// <param name="stepped">Called after each step, while nobody changes the graphs.</param>
/// <param name="fault">Told what went wrong.</param>
internal sealed class IndexWorker(EmbeddedCollection collection, int threads, Action stepped, Action<Exception> fault)
{
    // So few rows are put in faster than a second thread is started.
    private const int FewRows = 1_000;

    // Whoever writes graphs to files waits for the end of a step.
    private const int RowsOfStep = 16_384;

    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _starting = new();
    private Task _work = Task.CompletedTask;
    private bool _again;

    /// <summary>Says that something was written.</summary>
    public void Signal()
    {
        if (!collection.HasIndexWork)
            return;
        lock (_starting)
        {
            _again = true;
            if (_work.IsCompleted && !_closing.IsCancellationRequested)
                _work = Task.Run(Work, CancellationToken.None);
        }
    }

    /// <summary>Completes when all that was written before is in the graphs.</summary>
    public async Task IdleAsync(CancellationToken cancellationToken)
    {
        Signal();
        Task work;
        lock (_starting)
            work = _work;
        await work.WaitAsync(cancellationToken);
    }

    /// <summary>Stops, and waits until nothing of it runs.</summary>
    public async ValueTask StopAsync()
    {
        Task work;
        lock (_starting)
        {
            _closing.Cancel();
            work = _work;
        }
        await work;
    }

    private void Work()
    {
        while (Goes())
        {
            try
            {
                while (collection.HasIndexWork && !_closing.IsCancellationRequested)
                {
                    collection.CatchUp(collection.IndexWork < FewRows ? 1 : threads, RowsOfStep, _closing.Token);
                    stepped();
                }
            }
            catch (Exception broken)
            {
                // Rows outside of a graph are scanned: searches stay right, and the next write tries again.
                fault(broken);
            }
        }
    }

    private bool Goes()
    {
        lock (_starting)
        {
            bool goes = _again && !_closing.IsCancellationRequested;
            _again = false;
            return goes;
        }
    }
}
