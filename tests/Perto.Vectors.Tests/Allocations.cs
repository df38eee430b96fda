namespace Perto.Vectors.Tests;

/// <summary>Holds code to allocating nothing.</summary>
internal static class Allocations
{
    private const int Calls = 50;

    // New code runs in a first form, which may box, until the runtime has compiled it for good in the background: on a busy machine that takes a while.
    private const int MostRounds = 400;

    /// <summary>Fails unless the calls come to allocate nothing.</summary>
    public static void AssertNone(Action call)
    {
        long bytes = long.MaxValue;
        for (int round = 0; round < MostRounds && bytes != 0; round++)
            bytes = Of(call);
        Assert.Equal(0, bytes);
    }

    private static long Of(Action call)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Calls; i++)
            call();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
