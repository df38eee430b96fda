namespace Perto.Streaming;

/// <summary>
/// How much less the places of a row are noticed than its first: <c>rank^-decay</c> (the position-based model of Joachims, Swaminathan and Schnabel, 2017). It is told by titles that
/// were drawn: which title it was and where it stood was chance, so that what people did with them differs by place for no other reason than the place. What the ranking put
/// into its places cannot tell it: there the better titles stand where more is noticed.
/// </summary>
/// <param name="Decay">The exponent, 0 and up.</param>
/// <param name="Error">Its standard error.</param>
internal sealed record RankDecay(double Decay, double Error)
{
    // With fewer, or more uncertain, what the ranker makes out of all titles is the better guess.
    private const int LeastEngaged = 50;
    private const double LargestError = 0.25;

    private const double Largest = 5;
    private const int Steps = 50;

    /// <summary>Where it is known well enough; else null.</summary>
    public static RankDecay? Of(IReadOnlyList<RankerExample> pages)
    {
        var shown = new Dictionary<int, double>();
        double engaged = 0, depth = 0;
        foreach (RankerExample page in pages)
        {
            for (int title = 0; title < page.Ranks.Length; title++)
            {
                if (!page.Drawn[title])
                    continue;
                shown[page.Ranks[title]] = shown.GetValueOrDefault(page.Ranks[title]) + 1;
                if (page.Grades[title] == Engagement.Seen)
                    continue;
                engaged++;
                depth += Math.Log(page.Ranks[title]);
            }
        }
        if (engaged < LeastEngaged)
            return null;

        // Counts by place are taken for Poisson's with means in proportion to shown x rank^-decay; Newton's steps to the likeliest.
        double decay = 0, spread = 0;
        for (int step = 0; step < Steps; step++)
        {
            (double mean, spread) = Depth(shown, decay);
            double by = spread > 0 ? (mean - (depth / engaged)) / spread : 0;
            decay = Math.Clamp(decay + by, 0, Largest);
        }
        double error = 1 / Math.Sqrt(engaged * spread);
        return error <= LargestError ? new RankDecay(decay, error) : null;
    }

    /// <summary>What a place of a row adds, on the scale of scores: log-odds, for what is done rarely.</summary>
    public double Bias(int rank) => -Decay * Math.Log(rank);

    /// <summary>How much a place of a row is noticed next to the first.</summary>
    public double Noticed(int rank) => Math.Pow(rank, -Decay);

    // Mean and variance of the logarithm of the rank of what is engaged with.
    private static (double Mean, double Variance) Depth(Dictionary<int, double> shown, double decay)
    {
        double weight = 0, sum = 0, squares = 0;
        foreach ((int rank, double count) in shown)
        {
            double log = Math.Log(rank), expected = count * Math.Exp(-decay * log);
            weight += expected;
            sum += expected * log;
            squares += expected * log * log;
        }
        double mean = sum / weight;
        return (mean, (squares / weight) - (mean * mean));
    }
}
