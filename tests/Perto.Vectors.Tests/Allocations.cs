namespace Perto.Vectors.Tests;

/// <summary>Holds code to allocating nothing.</summary>
internal static class Allocations
{
    private const int Calls = 50;

    // New code runs in a first form, which may box, until the runtime has compiled it for good in the background: on a busy machine that takes a while.
    private const int MostRounds = 4_000;

    // One call of some may allocate, and be missed by a round.
    private const int CleanRounds = 10;

    /// <summary>Fails unless the calls come to allocate nothing.</summary>
    public static void AssertNone(Action call)
    {
        int clean = 0;
        long bytes = 0;
        for (int round = 0; round < MostRounds && clean < CleanRounds; round++)
        {
            bytes = Of(call);
            clean = bytes == 0 ? clean + 1 : 0;
        }
        Assert.True(clean == CleanRounds, $"{bytes} bytes in {Calls} calls");
    }

    private static long Of(Action call)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Calls; i++)
            call();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
