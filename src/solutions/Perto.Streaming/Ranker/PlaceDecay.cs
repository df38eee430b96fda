namespace Perto.Streaming;

/// <summary>
/// How much less the places of a row are noticed than its first: <c>rank^-decay</c> (the position-based model of Joachims, Swaminathan and Schnabel, 2017). It is told by titles that were
/// drawn: for each person, which title it was and where it stood was chance, so that what is done with them differs by place for no other reason than the place. What the ranking put into
/// its places cannot tell it: there the better titles stand where more is noticed. One curve for all rows and people. Nothing is drawn to the first place of a row: what it does is the
/// curve's continuation.
/// </summary>
/// <param name="Decay">The exponent, 0 and up.</param>
/// <param name="Error">Its standard error; what one person does is not taken for independent.</param>
internal sealed record PlaceDecay(double Decay, double Error)
{
    // With fewer, or more uncertain, it is not known.
    private const int LeastEngaged = 50;
    private const double LargestError = 0.25;

    private const double Largest = 5;
    private const int Steps = 50;

    /// <summary>Of the places of a row; null where it is not known well enough.</summary>
    public static PlaceDecay? Of(IReadOnlyList<RankerExample> pages)
    {
        var seen = new Dictionary<(string, int), (double Shown, double Engaged)>();
        foreach (RankerExample page in pages)
        {
            for (int title = 0; title < page.Ranks.Length; title++)
            {
                if (!page.Drawn[title])
                    continue;
                (string, int) at = (page.User, page.Ranks[title]);
                (double shown, double engaged) = seen.GetValueOrDefault(at);
                seen[at] = (shown + 1, engaged + (page.Grades[title] > Engagement.Seen ? 1 : 0));
            }
        }
        return Fit(seen);
    }

    /// <summary>How much a place of a row is noticed next to the first.</summary>
    public double Noticed(int rank) => Math.Pow(rank, -Decay);

    /// <summary>What a place of a row adds, on the scale of scores: log-odds, for what is done rarely.</summary>
    public double Bias(int rank) => -Decay * Math.Log(rank);

    // What a person does at their places is taken for Poisson's, with means in proportion to shown x rank^-decay; Newton's steps to the likeliest.
    private static PlaceDecay? Fit(Dictionary<(string User, int Rank), (double Shown, double Engaged)> seen)
    {
        (int Rank, double Shown, double Engaged)[][] people =
            [.. seen.GroupBy(at => at.Key.User, StringComparer.Ordinal).Select(person => person.Select(at => (at.Key.Rank, at.Value.Shown, at.Value.Engaged)).ToArray())];
        if (people.Sum(person => person.Sum(at => at.Engaged)) < LeastEngaged)
            return null;
        double decay = 0, information = 0, squares = 0;
        for (int step = 0; step < Steps; step++)
        {
            double slope = 0;
            (information, squares) = (0, 0);
            foreach ((int, double, double)[] person in people)
            {
                (double own, double ownInformation) = Likelihood(person, decay);
                slope += own;
                squares += own * own;
                information += ownInformation;
            }
            decay = Math.Clamp(decay + (information > 0 ? slope / information : 0), 0, Largest);
        }
        // The sandwich over people.
        double error = Math.Sqrt(squares) / information;
        return error <= LargestError && decay < Largest ? new PlaceDecay(decay, error) : null;
    }

    // Slope and curvature of the logarithm of the likelihood of where the engaged ones stood.
    private static (double Slope, double Information) Likelihood((int Rank, double Shown, double Engaged)[] seen, double decay)
    {
        double weight = 0, sum = 0, squares = 0, engaged = 0, depth = 0;
        foreach ((int rank, double shown, double done) in seen)
        {
            double log = Math.Log(rank), expected = shown * Math.Exp(-decay * log);
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
