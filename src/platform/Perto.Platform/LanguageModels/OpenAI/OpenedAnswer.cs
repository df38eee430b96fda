using System.ClientModel;

namespace Perto.Platform;

/// <summary>An answer of the vendor's client that comes in parts, of which the first is there. The client ties it to one token, which outlives the attempt that opened it.</summary>
internal sealed class OpenedAnswer<T> : IAsyncDisposable
{
    private readonly CancellationTokenSource _life = new();
    private readonly IAsyncEnumerator<T> _parts;

    private OpenedAnswer(Func<CancellationToken, AsyncCollectionResult<T>> call) => _parts = call(_life.Token).GetAsyncEnumerator(_life.Token);

    /// <summary>Whether there is a part; otherwise the answer has ended.</summary>
    public bool HasPart { get; private set; }

    /// <summary>The part that came last.</summary>
    public T Part => _parts.Current;

    /// <summary>Makes the call and waits for the first part.</summary>
    public static async Task<OpenedAnswer<T>> OpenAsync(Func<CancellationToken, AsyncCollectionResult<T>> call, CancellationToken cancellationToken)
    {
        OpenedAnswer<T> opened = new(call);
        try
        {
            await opened.NextAsync(cancellationToken);
            return opened;
        }
        catch
        {
            await opened.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits for the next part.</summary>
    public async Task<bool> NextAsync(CancellationToken cancellationToken)
    {
        await using (cancellationToken.Register(_life.Cancel))
        {
            try
            {
                return HasPart = await _parts.MoveNextAsync();
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                throw new OperationCanceledException(cancellationToken);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _parts.DisposeAsync();
        _life.Dispose();
    }
}
