namespace Perto.Targeting;

/// <summary>The buckets of a layer: who has them, and what is free.</summary>
internal static class LayerSpace
{
    /// <summary>How many buckets a share of the traffic is.</summary>
    public static int BucketsOf(double traffic) => Math.Max(1, (int)Math.Round(traffic * Buckets.Count, MidpointRounding.AwayFromZero));

    /// <summary>What nobody has.</summary>
    public static IReadOnlyList<BucketRange> FreeOf(IEnumerable<BucketRange> taken)
    {
        List<BucketRange> free = [];
        int from = 0;
        foreach (BucketRange range in taken.OrderBy(range => range.From))
        {
            if (range.From > from)
                free.Add(new BucketRange(from, range.From));
            from = Math.Max(from, range.To);
        }
        if (from < Buckets.Count)
            free.Add(new BucketRange(from, Buckets.Count));
        return free;
    }

    /// <summary>What an experiment has when it takes as many buckets more; null where there are not as many.</summary>
    /// <param name="own">What it has.</param>
    /// <param name="more">How many it needs besides.</param>
    /// <param name="free">What nobody has.</param>
    public static IReadOnlyList<BucketRange>? Grow(IReadOnlyList<BucketRange> own, int more, IReadOnlyList<BucketRange> free)
    {
        List<BucketRange> ranges = [.. own];
        foreach (BucketRange range in free)
        {
            int some = Math.Min(more, range.Size());
            if (some == 0)
                break;
            ranges.Add(new BucketRange(range.From, range.From + some));
            more -= some;
        }
        return more == 0 ? Joined(ranges) : null;
    }

    private static List<BucketRange> Joined(List<BucketRange> ranges)
    {
        List<BucketRange> joined = [];
        foreach (BucketRange range in ranges.OrderBy(range => range.From))
        {
            if (joined.Count > 0 && joined[^1].To == range.From)
                joined[^1] = new BucketRange(joined[^1].From, range.To);
            else
                joined.Add(range);
        }
        return joined;
    }
}
