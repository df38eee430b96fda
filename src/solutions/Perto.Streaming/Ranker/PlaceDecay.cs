namespace Perto.Streaming;

/// <summary>
/// How much less places are noticed than the first, in a row or among rows: <c>place^-decay</c> (the position-based model of Joachims, Swaminathan and Schnabel, 2017). It is told by the
/// same thing at several places (Agarwal et al., "Estimating Position Bias without Intrusive Interventions", 2019): what is done with it differs for no other reason than the place.
/// </summary>
/// <param name="Decay">The exponent, 0 and up.</param>
/// <param name="Error">Its standard error.</param>
internal sealed record PlaceDecay(double Decay, double Error)
{
    // With fewer, or more uncertain, what the ranker makes out of all titles is the better guess.
    private const int LeastEngaged = 50;
    private const double LargestError = 0.25;

    private const double Largest = 5;
    private const int Steps = 50;

    /// <summary>
    /// Of the places of a row, by titles that were drawn: which title it was and where it stood was chance. What the ranking put into its places cannot tell it: there the better
    /// titles stand where more is noticed. Null where it is not known well enough.
    /// </summary>
    public static PlaceDecay? OfRanks(IReadOnlyList<RankerExample> pages)
    {
        var seen = new Dictionary<(string, int), (double, double)>();
        foreach ((RankerExample page, int title) in Titles(pages))
        {
            if (page.Drawn[title])
                Add(seen, ("", page.Ranks[title]), 1, page.Grades[title]);
        }
        return Fit(seen);
    }

    /// <summary>
    /// Of the places of rows, by rows of one name that stood at several: by the draws of their order, and where rows above are missing. Null where it is not known well enough.
    /// </summary>
    /// <param name="pages">The pages.</param>
    /// <param name="ranks">What the places of a row do.</param>
    public static PlaceDecay? OfRows(IReadOnlyList<RankerExample> pages, PlaceDecay ranks)
    {
        var seen = new Dictionary<(string, int), (double, double)>();
        foreach (RankerExample page in pages)
        {
            // Of rows that share a name the better ones stand above.
            ILookup<string, int> places = page.Rows.Zip(page.Places, (row, place) => (row, ServedTitle.RowOf(place) + 1)).Distinct().ToLookup(at => at.row, at => at.Item2);
            for (int title = 0; title < page.Rows.Length; title++)
            {
                if (places[page.Rows[title]].Take(2).Count() == 1)
                    Add(seen, (page.Rows[title], places[page.Rows[title]].First()), ranks.Noticed(page.Ranks[title]), page.Grades[title]);
            }
        }
        return Fit(seen);
    }

    /// <summary>How much a place is noticed next to the first.</summary>
    public double Noticed(int place) => Math.Pow(place, -Decay);

    /// <summary>What a place adds, on the scale of scores: log-odds, for what is done rarely.</summary>
    public double Bias(int place) => -Decay * Math.Log(place);

    private static IEnumerable<(RankerExample Page, int Title)> Titles(IReadOnlyList<RankerExample> pages) =>
        pages.SelectMany(page => Enumerable.Range(0, page.Ranks.Length).Select(title => (page, title)));

    private static void Add(Dictionary<(string, int), (double Shown, double Engaged)> seen, (string, int) at, double shown, byte grade)
    {
        (double Shown, double Engaged) so = seen.GetValueOrDefault(at);
        seen[at] = (so.Shown + shown, so.Engaged + (grade > Engagement.Seen ? 1 : 0));
    }

    // What is done with a thing at its places is taken for Poisson's, with means in proportion to shown x place^-decay; Newton's steps to the likeliest.
    private static PlaceDecay? Fit(Dictionary<(string Thing, int Place), (double Shown, double Engaged)> seen)
    {
        (int Place, double Shown, double Engaged)[][] things =
            [.. seen.GroupBy(at => at.Key.Thing, StringComparer.Ordinal).Select(places => places.Select(at => (at.Key.Place, at.Value.Shown, at.Value.Engaged)).ToArray())];
        if (things.Sum(places => places.Sum(at => at.Engaged)) < LeastEngaged)
            return null;
        double decay = 0, information = 0;
        for (int step = 0; step < Steps; step++)
        {
            double slope = 0;
            information = 0;
            foreach ((int, double, double)[] places in things)
            {
                (double thisSlope, double thisInformation) = Likelihood(places, decay);
                slope += thisSlope;
                information += thisInformation;
            }
            decay = Math.Clamp(decay + (information > 0 ? slope / information : 0), 0, Largest);
        }
        double error = 1 / Math.Sqrt(information);
        return error <= LargestError ? new PlaceDecay(decay, error) : null;
    }

    // Slope and curvature of the logarithm of the likelihood of where the engaged ones stood.
    private static (double Slope, double Information) Likelihood((int Place, double Shown, double Engaged)[] places, double decay)
    {
        double weight = 0, sum = 0, squares = 0, engaged = 0, depth = 0;
        foreach ((int place, double shown, double done) in places)
        {
            double log = Math.Log(place), expected = shown * Math.Exp(-decay * log);
            weight += expected;
            sum += expected * log;
            squares += expected * log * log;
            engaged += done;
            depth += done * log;
        }
        double mean = sum / weight;
        return ((engaged * mean) - depth, engaged * ((squares / weight) - (mean * mean)));
    }
}
