namespace Perto.Platform;

/// <summary>A counter that many threads add to without meeting in one place of the memory.</summary>
internal sealed class StripedCounter
{
    private const int Stripes = 16;
    private const int LongsOfALine = 16;

    private readonly long[] _counts = new long[(Stripes + 1) * LongsOfALine];

    public long Value
    {
        get
        {
            long sum = 0;
            for (int stripe = 1; stripe <= Stripes; stripe++)
                sum += Volatile.Read(ref _counts[stripe * LongsOfALine]);
            return sum;
        }
    }

    public void Increment() => Interlocked.Increment(ref _counts[((Environment.CurrentManagedThreadId % Stripes) + 1) * LongsOfALine]);

    public void Add(long count) => Interlocked.Add(ref _counts[((Environment.CurrentManagedThreadId % Stripes) + 1) * LongsOfALine], count);
}
