namespace Perto.Streaming;

/// <summary>
/// How well an order of the titles seen on served pages fits what people did with them: NDCG of the engagement, each grade counting the more the
/// less its place was noticed (inverse propensity weighting; Joachims, Swaminathan and Schnabel, "Unbiased Learning-to-Rank with Biased Feedback",
/// 2017), so that the order that was shown has no advantage from having been shown.
/// </summary>
internal static class PageQuality
{
    public const int Cutoff = 10;

    /// <summary>
    /// The discounted gain of an order of a page's titles, cut at 10. Pages are added up before they are set against the best order
    /// (<see cref="Ideal"/>): a page with one click would otherwise count the same wherever the click was, and no weight would be left of its place.
    /// </summary>
    public static double Gain(RankerExample page, ReadOnlySpan<double> scores, IReadOnlyList<double> noticed)
    {
        double[] gains = Gains(page, noticed);
        double[] keys = new double[scores.Length];
        for (int title = 0; title < keys.Length; title++)
            keys[title] = -scores[title];
        int[] order = [.. Enumerable.Range(0, gains.Length)];
        Array.Sort(keys, order);
        return Discounted([.. order.Select(title => gains[title])]);
    }

    /// <summary>That of the best order; 0 where nothing was done with any title.</summary>
    public static double Ideal(RankerExample page, IReadOnlyList<double> noticed) => Discounted([.. Gains(page, noticed).OrderDescending()]);

    private static double[] Gains(RankerExample page, IReadOnlyList<double> noticed)
    {
        var gains = new double[page.Grades.Length];
        for (int title = 0; title < gains.Length; title++)
            gains[title] = Engagement.Gains[page.Grades[title]] * PlaceNotice.Weight(noticed, page.Places[title]);
        return gains;
    }

    private static double Discounted(ReadOnlySpan<double> gains)
    {
        double sum = 0;
        for (int rank = 0; rank < Math.Min(Cutoff, gains.Length); rank++)
            sum += gains[rank] / Math.Log2(rank + 2);
        return sum;
    }
}
