using System.Diagnostics;

namespace Perto.Benchmarks.Vectors;

/// <summary>What searches in a closed loop gave.</summary>
/// <param name="PerSecond">Searches a second, of all threads together.</param>
/// <param name="Recall">Of the truly nearest, the share that was found.</param>
/// <param name="P50">Half of the searches took less, in microseconds.</param>
/// <param name="P99">99 of 100 searches took less, in microseconds.</param>
/// <param name="BytesPerSearch">Managed memory that the searching threads allocated for each.</param>
/// <param name="Fewest">Fewest hits that a search gave.</param>
internal sealed record SearchLoad(double PerSecond, double Recall, double P50, double P99, double BytesPerSearch, int Fewest)
{
    /// <summary>Searches with all queries again and again, each thread on its own, for a time; a tenth of it before warms up.</summary>
    /// <param name="threads">Threads that search.</param>
    /// <param name="seconds">How long.</param>
    /// <param name="nearest">The truly nearest rows of each query.</param>
    /// <param name="search">Searches for a query of a thread and writes the rows that it found; gives their number.</param>
    public static SearchLoad Run(int threads, double seconds, int[][] nearest, Func<int, int, int[], int> search)
    {
        Measure(threads, seconds / 10, nearest, search);
        return Measure(threads, seconds, nearest, search);
    }

    /// <summary>The recall of all queries, each once.</summary>
    public static double RecallOf(int[][] nearest, Func<int, int[], int> search)
    {
        int[] rows = new int[1_000];
        int found = 0, wanted = 0;
        for (int query = 0; query < nearest.Length; query++)
        {
            int count = search(query, rows);
            found += nearest[query].Count(row => rows.AsSpan(0, count).Contains(row));
            wanted += nearest[query].Length;
        }
        return (double)found / Math.Max(1, wanted);
    }

    private static SearchLoad Measure(int threads, double seconds, int[][] nearest, Func<int, int, int[], int> search)
    {
        const int MostSamples = 4_000_000;
        long[][] taken = [.. Enumerable.Range(0, threads).Select(_ => new long[MostSamples])];
        long[] searches = new long[threads], found = new long[threads], wanted = new long[threads], bytes = new long[threads];
        int[] fewest = [.. Enumerable.Repeat(int.MaxValue, threads)];
        using Barrier start = new(threads);
        long begin = 0, end = 0;
        Thread[] workers = [.. Enumerable.Range(0, threads).Select(t => new Thread(() =>
        {
            int[] rows = new int[1_000];
            search(t, 0, rows);
            start.SignalAndWait();
            if (t == 0)
                begin = Stopwatch.GetTimestamp();
            long allocated = GC.GetAllocatedBytesForCurrentThread(), last = Stopwatch.GetTimestamp();
            long until = last + (long)(seconds * Stopwatch.Frequency);
            for (int query = t * nearest.Length / threads; last < until && searches[t] < MostSamples; query = (query + 1) % nearest.Length)
            {
                int count = search(t, query, rows);
                long now = Stopwatch.GetTimestamp();
                taken[t][searches[t]++] = now - last;
                fewest[t] = Math.Min(fewest[t], count);
                foreach (int row in nearest[query])
                    found[t] += rows.AsSpan(0, count).Contains(row) ? 1 : 0;
                wanted[t] += nearest[query].Length;
                last = Stopwatch.GetTimestamp();
            }
            bytes[t] = GC.GetAllocatedBytesForCurrentThread() - allocated;
            Interlocked.Exchange(ref end, Math.Max(Interlocked.Read(ref end), last));
        }))];
        Array.ForEach(workers, worker => worker.Start());
        Array.ForEach(workers, worker => worker.Join());

        long all = searches.Sum();
        long[] sorted = [.. taken.SelectMany((own, t) => own.Take((int)searches[t])).Order()];
        return new SearchLoad(
            all / Stopwatch.GetElapsedTime(begin, end).TotalSeconds,
            (double)found.Sum() / Math.Max(1, wanted.Sum()),
            Microseconds(sorted[sorted.Length / 2]),
            Microseconds(sorted[(int)(sorted.Length * .99)]),
            (double)bytes.Sum() / all,
            fewest.Min());
    }

    private static double Microseconds(long ticks) => Math.Round(ticks * 1e6 / Stopwatch.Frequency, 1);
}
