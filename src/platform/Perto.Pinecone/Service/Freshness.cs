using System.Diagnostics;
using Perto.Vectors.Storage;

namespace Perto.Pinecone;

/// <summary>
/// Which writes of a namespace this process made, and which of them queries show. The service numbers writes, and says with each query up to which
/// number it shows them.
/// </summary>
internal sealed class Freshness
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private long _written = -1;
    private long _shown = -1;

    /// <summary>Notes a write that was taken.</summary>
    public void Wrote(long? number) => Raise(ref _written, number ?? -1);

    /// <summary>Forgets the numbers: a namespace that was emptied is gone, and one that is made anew may count from the beginning.</summary>
    public void Restart()
    {
        Interlocked.Exchange(ref _written, -1);
        Interlocked.Exchange(ref _shown, -1);
    }

    /// <summary>Waits until all writes of before are shown.</summary>
    /// <param name="ask">Asks up to which write queries show them; <see langword="null"/> where the service does not say.</param>
    /// <param name="service">The name for messages.</param>
    /// <param name="most">Longest wait.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StorageException">It took too long.</exception>
    public async Task CatchUpAsync(Func<Task<long?>> ask, string service, TimeSpan most, CancellationToken cancellationToken)
    {
        long wanted = Interlocked.Read(ref _written);
        if (Interlocked.Read(ref _shown) >= wanted)
            return;
        long started = Stopwatch.GetTimestamp();
        for (TimeSpan pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            // A namespace that was emptied has no number; then there is nothing to wait for.
            long shown = await ask() ?? wanted;
            Raise(ref _shown, shown);
            if (shown >= wanted)
                return;
            if (Stopwatch.GetElapsedTime(started) > most)
            {
                throw new StorageException(
                    service,
                    $"has taken a write and does not show it after {most.TotalSeconds:0} s",
                    "It is kept and will be shown; wait longer with Perto:Pinecone:FreshnessTimeout, or less strictly with Perto:Pinecone:Freshness");
            }
            await Task.Delay(pause, TimeProvider.System, cancellationToken);
        }
    }

    private static void Raise(ref long place, long number)
    {
        long seen = Interlocked.Read(ref place);
        while (number > seen)
        {
            long before = Interlocked.CompareExchange(ref place, number, seen);
            if (before == seen)
                return;
            seen = before;
        }
    }
}
