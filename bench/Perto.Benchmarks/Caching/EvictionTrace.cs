using Perto.Platform;

namespace Perto.Benchmarks.Caching;

/// <summary>How often a process level that holds a tenth of the keys has the one that is asked for, against an exact LRU of as many entries.</summary>
internal static class EvictionTrace
{
    private const int Keys = 50_000;
    private const int Looks = 300_000;
    private const int Seed = 31;
    private const double Skew = 0.9;
    private const int ValueBytes = 700;
    private const long Bytes = 5_000L * 1_000;

    public static async Task<(double Ours, double Lru)> RunAsync()
    {
        int[] trace = Trace();
        await using var server = new CachesUnderTest(bytes: Bytes);
        Cache<string> cache = server.Caches.For<string>("trace", options => options.SizeOf = _ => ValueBytes);
        foreach (int key in trace)
            await cache.GetOrCreateAsync(TenantId.Local, $"{key:D10}", static _ => Task.FromResult<string?>("value"));
        int capacity = (int)cache.Statistics.Entries;
        return (Math.Round(1 - ((double)cache.Statistics.SourceCalls / Looks), 4), Math.Round(LruHits(trace, capacity) / (double)Looks, 4));
    }

    private static int LruHits(int[] trace, int capacity)
    {
        var order = new LinkedList<int>();
        var nodes = new Dictionary<int, LinkedListNode<int>>();
        int hits = 0;
        foreach (int key in trace)
        {
            if (nodes.Remove(key, out LinkedListNode<int>? node))
            {
                hits++;
                order.Remove(node);
            }
            else if (nodes.Count == capacity)
            {
                nodes.Remove(order.First!.Value);
                order.RemoveFirst();
            }
            nodes[key] = order.AddLast(key);
        }
        return hits;
    }

    private static int[] Trace()
    {
        double[] sums = new double[Keys];
        double sum = 0;
        for (int i = 0; i < Keys; i++)
            sums[i] = sum += Math.Pow(i + 1, -Skew);
        var random = new Random(Seed);
        int[] trace = new int[Looks];
        for (int i = 0; i < Looks; i++)
        {
            int at = Array.BinarySearch(sums, random.NextDouble() * sum);
            trace[i] = Math.Min(Keys - 1, at < 0 ? ~at : at);
        }
        return trace;
    }
}
