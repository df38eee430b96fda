namespace Perto.Streaming;

/// <summary>How much each place (<see cref="ServedTitle.Place"/>) is noticed next to the place that is noticed most, above 0 and at most 1.</summary>
internal static class PlaceNotice
{
    // Nothing that is shown is not seen at all.
    private const double Least = 0.001;

    // A place that is hardly ever noticed must not make one click worth a hundred.
    private const double LeastWeighed = 0.1;

    /// <summary>How often what is done at a place would be done at the best one, in 1..10: the weight of what was done there (inverse propensity, cut off).</summary>
    public static double Weight(IReadOnlyList<double> noticed, int place) => 1 / Math.Max(LeastWeighed, At(noticed, place));

    /// <summary>How much a place is noticed.</summary>
    /// <param name="noticed">How much each place is noticed; nothing where that is not known.</param>
    /// <param name="place">The place; one that nobody saw before is taken for one that is noticed little.</param>
    public static double At(IReadOnlyList<double> noticed, int place) => place < noticed.Count ? noticed[place] : noticed.Count == 0 ? 1 : LeastWeighed;

    /// <summary>By what a ranker found of the places.</summary>
    /// <param name="biases">Log-odds of each place; where <paramref name="decay"/> is known, of each row.</param>
    /// <param name="decay">What the places of a row do, told by draws.</param>
    /// <param name="pages">What people did.</param>
    public static double[] Of(IReadOnlyList<double> biases, PlaceDecay? decay, IReadOnlyList<RankerExample> pages)
    {
        if (decay is null)
            return Limited(Shares(biases, pages, place => place));
        double[] rows = Shares(biases, pages, ServedTitle.RowOf);
        var noticed = new double[rows.Length * ServedTitle.Places];
        for (int place = 0; place < noticed.Length; place++)
            noticed[place] = rows[ServedTitle.RowOf(place)] * decay.Noticed((place % ServedTitle.Places) + 1);

        // The last place of a row is all that stands further back.
        foreach (IGrouping<int, int> last in pages
            .SelectMany(page => page.Places.Zip(page.Ranks))
            .Where(title => title.Second >= ServedTitle.Places)
            .GroupBy(title => title.First, title => title.Second))
        {
            noticed[last.Key] = rows[ServedTitle.RowOf(last.Key)] * last.Average(decay.Noticed);
        }
        return Limited(noticed);
    }

    // Odds tell no ratio without how often something is done at the best place.
    private static double[] Shares(IReadOnlyList<double> biases, IReadOnlyList<RankerExample> pages, Func<int, int> of)
    {
        if (biases.Count == 0)
            return [];
        int best = 0;
        for (int place = 1; place < biases.Count; place++)
            best = biases[place] > biases[best] ? place : best;

        // As if one more title had been seen there of each kind, so that few pages give no certainty.
        double done = 1, seen = 2;
        foreach (RankerExample page in pages)
        {
            for (int title = 0; title < page.Places.Length; title++)
            {
                if (of(page.Places[title]) != best)
                    continue;
                seen++;
                done += page.Grades[title] > Engagement.Seen ? 1 : 0;
            }
        }

        double share = done / seen, odds = share / (1 - share);
        return [.. biases.Select(bias =>
        {
            double here = odds * Math.Exp(bias - biases[best]);
            return here / (1 + here) / share;
        })];
    }

    private static double[] Limited(double[] noticed) => [.. noticed.Select(share => Math.Clamp(share, Least, 1))];
}
