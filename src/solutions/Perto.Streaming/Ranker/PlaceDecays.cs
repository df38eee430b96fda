namespace Perto.Streaming;

/// <summary>What is known of places before a ranker is fitted.</summary>
/// <param name="Ranks">What the places of a row do.</param>
/// <param name="Rows">What the places of rows do; null where it is not known.</param>
internal sealed record PlaceDecays(PlaceDecay Ranks, PlaceDecay? Rows)
{
    /// <summary>Of pages; null where nothing is known.</summary>
    public static PlaceDecays? Of(IReadOnlyList<RankerExample> pages) =>
        PlaceDecay.OfRanks(pages) is { } ranks ? new PlaceDecays(ranks, PlaceDecay.OfRows(pages, ranks)) : null;

    /// <summary>What is known of a title's place, on the scale of scores.</summary>
    public double Bias(int place, int rank) => Ranks.Bias(rank) + (Rows?.Bias(ServedTitle.RowOf(place) + 1) ?? 0);

    /// <summary>What it is, as a training reports it.</summary>
    public IEnumerable<KeyValuePair<string, double>> Metrics()
    {
        foreach ((string name, PlaceDecay? decay) in new[] { ("rank_decay", Ranks), ("row_decay", Rows) })
        {
            if (decay is null)
                continue;
            yield return new(name, decay.Decay);
            yield return new(name + "_error", decay.Error);
        }
    }
}
