using System.Diagnostics;
using Perto.Vectors;

namespace Perto.Benchmarks.Sparse;

/// <summary>How long each query of a list took, the fastest time that it ran.</summary>
internal sealed class Pass(int queries)
{
    private readonly double[] _seconds = new double[queries];

    public delegate void Search(ref TopRows<RowNumberOrder> top);

    public double PerSecond => _seconds.Length / _seconds.Sum();

    public static double MedianRatio(Pass slow, Pass fast)
    {
        double[] ratios = [.. slow._seconds.Zip(fast._seconds, (s, f) => s / f)];
        Array.Sort(ratios);
        return ratios[ratios.Length / 2];
    }

    public void Time(int query, int k, List<(float Score, int Row)> found, Search search)
    {
        long start = Stopwatch.GetTimestamp();
        TopRows<RowNumberOrder> top = new(k, default);
        search(ref top);
        top.Sort();
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        _seconds[query] = _seconds[query] == 0 ? seconds : Math.Min(_seconds[query], seconds);
        found.Clear();
        for (int i = 0; i < top.Count; i++)
            found.Add(top[i]);
        top.Return();
    }

    public double Microseconds(double quantile)
    {
        double[] sorted = [.. _seconds];
        Array.Sort(sorted);
        return sorted[(int)(quantile * (sorted.Length - 1))] * 1e6;
    }
}
