namespace Perto.Vectors;

/// <summary>One query of an <see cref="ExactScan"/> and what it found so far.</summary>
internal struct ScanJob(int k, CompiledFilter? filter, float? minimumScore)
{
    public TopK Top = new(k);
    public long Passed;

    /// <summary>Whether fewer than k hits may be due to their scores.</summary>
    public readonly bool HasMinimum => minimumScore is not null;

    public readonly CompiledFilter? Filter => filter;

    /// <summary>Forgets what was found.</summary>
    public void Clear(int k)
    {
        Top.Return();
        Top = new TopK(k);
        Passed = 0;
    }

    /// <summary>Takes the row if it is among the best and scores enough.</summary>
    public void Offer(Metric metric, float key, int row, CollectionSnapshot snapshot)
    {
        if (minimumScore is not { } minimum || MetricKernel.Score(metric, key) >= minimum)
            Top.Offer(key, row, snapshot);
    }
}
