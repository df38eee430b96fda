namespace Perto.Platform;

/// <summary>A <see cref="WriteWork"/> with its result.</summary>
internal sealed class QueuedWrite<T> : WriteWork
{
    private readonly Func<DatabaseSession, Task<T>> _work;
    private readonly ExecutionContext? _context = ExecutionContext.Capture();
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenRegistration _cancellation;
    private bool _claimed;
    private T? _result;

    public QueuedWrite(Func<DatabaseSession, Task<T>> work, CancellationToken cancellationToken)
    {
        _work = work;
        CancellationToken = cancellationToken;
        _cancellation = cancellationToken.Register(static self => ((QueuedWrite<T>)self!).CancelWaiting(), this);
    }

    public Task<T> Answer => _answer.Task;

    public override CancellationToken CancellationToken { get; }

    public override bool TryStart() => !Interlocked.Exchange(ref _claimed, true);

    public override void Run(DatabaseSession session)
    {
        if (_context is null)
            Invoke(session);
        else
            // The caller's activity and async locals, so that what the work traces belongs to its request.
            ExecutionContext.Run(_context, static state => Deconstructed(state), (this, session));
    }

    public override void Succeed()
    {
        _cancellation.Dispose();
        _answer.SetResult(_result!);
    }

    public override void Fail(Exception reason)
    {
        _cancellation.Dispose();
        if (reason is OperationCanceledException cancelled && CancellationToken.IsCancellationRequested)
            _answer.SetCanceled(cancelled.CancellationToken);
        else
            _answer.SetException(reason);
    }

    private static void Deconstructed(object? state)
    {
        var (self, session) = ((QueuedWrite<T>, DatabaseSession))state!;
        self.Invoke(session);
    }

    // Blocking is right here: on SQLite every call of a session completes synchronously, so the task is done when it returns.
    private void Invoke(DatabaseSession session) => _result = _work(session).GetAwaiter().GetResult();

    private void CancelWaiting()
    {
        if (TryStart())
            _answer.TrySetCanceled(CancellationToken);
    }
}
