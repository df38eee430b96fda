namespace Perto.Platform;

/// <summary>Gives out growing numbers in the range of Unix microseconds, so that of two writes the later one has the greater.</summary>
internal sealed class WriteOrder(TimeProvider clock)
{
    private long _last;

    public long Next()
    {
        while (true)
        {
            long last = Interlocked.Read(ref _last);
            long next = Math.Max(UnixMicros.Now(clock), last + 1);
            if (Interlocked.CompareExchange(ref _last, next, last) == last)
                return next;
        }
    }
}
