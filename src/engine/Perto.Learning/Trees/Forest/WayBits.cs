using System.Numerics;
using System.Runtime.Intrinsics.X86;

namespace Perto.Learning;

/// <summary>Ways of a row through a tree: a bit for each split, set where the row goes left.</summary>
internal static class WayBits
{
    /// <summary>The bits of some splits close together, lowest first: the place of a way among all ways at these splits.</summary>
    public static int Gather(ulong left, ulong splits) => Bmi2.X64.IsSupported ? (int)Bmi2.X64.ParallelBitExtract(left, splits) : GatherOneByOne(left, splits);

    /// <summary>The same on any processor.</summary>
    public static int GatherOneByOne(ulong left, ulong splits)
    {
        int line = 0;
        for (int place = 0; splits != 0; place++, splits &= splits - 1)
            line |= (int)((left >> BitOperations.TrailingZeroCount(splits)) & 1) << place;
        return line;
    }

    /// <summary>The way at a place: the opposite of <see cref="Gather"/>.</summary>
    public static ulong Scatter(int line, ulong splits)
    {
        ulong left = 0;
        for (; splits != 0; line >>= 1, splits &= splits - 1)
            left |= (line & 1) != 0 ? splits & (0 - splits) : 0;
        return left;
    }
}
