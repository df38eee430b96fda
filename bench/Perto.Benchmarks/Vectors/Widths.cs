namespace Perto.Benchmarks.Vectors;

/// <summary>The ef that a recall takes.</summary>
internal static class Widths
{
    private static readonly int[] All = [10, 12, 14, 16, 20, 24, 28, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 200, 256, 320, 400, 512, 640, 800, 1_000];

    /// <summary>Tries them in order and stops at the first that gives the recall; the widest where none does.</summary>
    public static (int Ef, SearchLoad Load) Narrowest(double recall, Func<int, SearchLoad> run)
    {
        // Recall does not depend on the time, so a short look finds the width.
        int low = 0, high = All.Length - 1;
        Dictionary<int, SearchLoad> known = [];
        while (low < high)
        {
            int middle = (low + high) / 2;
            known[middle] = run(All[middle]);
            if (known[middle].Recall >= recall)
                high = middle;
            else
                low = middle + 1;
        }
        return (All[low], known.TryGetValue(low, out SearchLoad? load) ? load : run(All[low]));
    }
}
