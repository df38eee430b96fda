namespace Perto.Platform;

/// <summary>A text that a caller waits for.</summary>
internal sealed class PendingText(EmbeddingGroup group, EmbeddingCaller caller, string text)
{
    private readonly TaskCompletionSource<EmbeddedText> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private Action? _givenUp;
    private bool _gaveUp;

    public EmbeddingGroup Group { get; } = group;

    /// <summary>The same for all texts of one call of the caller.</summary>
    public EmbeddingCaller Caller { get; } = caller;

    public string Text { get; } = text;

    public Task<EmbeddedText> Answer => _answer.Task;

    public void Complete(EmbeddedText answer) => _answer.TrySetResult(answer);

    public void Fail(Exception failed)
    {
        Caller.Fail();
        if (failed is OperationCanceledException cancelled)
            _answer.TrySetCanceled(cancelled.CancellationToken);
        else
            _answer.TrySetException(failed);
    }

    /// <summary>The caller does not wait any more.</summary>
    public void GiveUp(CancellationToken cancellationToken)
    {
        if (!_answer.TrySetCanceled(cancellationToken))
            return;
        Action? told;
        lock (_lock)
        {
            _gaveUp = true;
            told = _givenUp;
        }
        told?.Invoke();
    }

    /// <summary>Has <paramref name="action"/> run when the caller gives up, or at once where it has.</summary>
    public void OnGivenUp(Action action)
    {
        lock (_lock)
        {
            if (!_gaveUp)
            {
                _givenUp = action;
                return;
            }
        }
        action();
    }
}
