namespace Perto.Benchmarks.Vectors;

/// <summary>The ef that a recall takes.</summary>
internal static class Widths
{
    private static readonly int[] All =
    [
        10, 12, 14, 16, 18, 20, 24, 28, 32, 36, 40, 44, 48, 52, 56, 60, 64, 72, 80, 88, 96, 112, 128, 144, 160, 180, 200, 256, 320, 400, 512, 640, 800, 1_000,
    ];

    /// <summary>The narrowest that gives the recall; the widest where none does.</summary>
    /// <param name="recall">Wanted.</param>
    /// <param name="recallOf">The recall at an ef, which grows with it.</param>
    public static int Narrowest(double recall, Func<int, double> recallOf)
    {
        int low = 0, high = All.Length - 1;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (recallOf(All[middle]) >= recall)
                high = middle;
            else
                low = middle + 1;
        }
        return All[low];
    }
}
