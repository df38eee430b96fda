using Perto.Learning;
using Perto.Platform;
using Perto.Recommendations;

namespace Perto.Streaming;

/// <summary>A ranker against what serves, on pages that it had not seen.</summary>
/// <param name="Metrics">See <see cref="RankerReport.Metrics"/>.</param>
/// <param name="Play">From its scores to the probability of a play.</param>
internal sealed record RankerComparison(IReadOnlyDictionary<string, double> Metrics, PlattScaling Play)
{
    private const string Ndcg = "ndcg@10";
    private const int CalibrationBins = 10;

    /// <summary>Compares.</summary>
    /// <param name="names">Names of the features.</param>
    /// <param name="trees">The ranker.</param>
    /// <param name="noticed">How much each place is noticed.</param>
    /// <param name="pages">Pages from after those that it learned from.</param>
    /// <param name="live">What serves; null for the blend, whose scores were logged.</param>
    /// <param name="cancellationToken">Stops the bootstrap.</param>
    /// <exception cref="ConflictException">Fewer than two people did anything on these pages.</exception>
    public static RankerComparison Of(
        IReadOnlyList<string> names,
        BoostedTrees trees,
        double[] noticed,
        IReadOnlyList<RankerExample> pages,
        RankerModel? live,
        CancellationToken cancellationToken)
    {
        var byUser = new Dictionary<string, GainsOfUser>(StringComparer.Ordinal);
        List<double> scores = [], offsets = [];
        List<bool> played = [];
        foreach (RankerExample page in pages)
        {
            var ours = new double[page.Grades.Length];
            trees.Score(page.Features, ours);
            for (int title = 0; title < ours.Length; title++)
            {
                scores.Add(ours[title]);
                played.Add(page.Grades[title] >= Engagement.Played);
                offsets.Add(Math.Log(PlaceNotice.At(noticed, page.Places[title])));
            }
            double ideal = PageQuality.Ideal(page, noticed);
            if (ideal == 0)
                continue;
            GainsOfUser so = byUser.GetValueOrDefault(page.User);
            byUser[page.User] = new GainsOfUser(
                so.Ours + PageQuality.Gain(page, ours, noticed),
                so.Theirs + PageQuality.Gain(page, live is null ? page.Scores : Scores(live, names, page), noticed),
                so.Ideal + ideal);
        }
        if (byUser.Count < 2)
            throw new ConflictException("nothing_to_learn", "Fewer than two people did anything on the latest served pages, which decide whether a ranker goes live");

        // People are what is drawn: pages of one person are alike.
        GainsOfUser[] users = [.. byUser.Values];
        Bootstrap difference = Bootstrap.OfRows(
            users.Length,
            rows =>
            {
                double sum = 0, ideal = 0;
                foreach (int row in rows)
                {
                    sum += users[row].Ours - users[row].Theirs;
                    ideal += users[row].Ideal;
                }
                return sum / ideal;
            },
            new BootstrapSettings { Resamples = 1_000, Interval = BootstrapInterval.Percentile },
            cancellationToken);
        double best = users.Sum(user => user.Ideal);
        PlattScaling play = PlattScaling.Fit([.. scores], [.. played], [.. offsets]);
        double[] probabilities = [.. scores.Zip(offsets, (score, offset) => 1 / (1 + Math.Exp(-((play.Slope * score) + play.Intercept + offset))))];
        bool[] outcomes = [.. played];
        return new RankerComparison(
            new Dictionary<string, double>(StringComparer.Ordinal)
            {
                [Ndcg] = Rounded(users.Sum(user => user.Ours) / best),
                [Ndcg + "_against"] = Rounded(users.Sum(user => user.Theirs) / best),
                ["difference"] = Rounded(difference.Estimate),
                ["difference_low"] = Rounded(difference.Interval.Lower),
                ["difference_high"] = Rounded(difference.Interval.Upper),
                ["calibration_error"] = Rounded(ProbabilityCalibration.ExpectedError(probabilities, outcomes, CalibrationBins)),
                ["brier"] = Rounded(ProbabilityCalibration.Brier(probabilities, outcomes)),
            },
            play);
    }

    /// <summary>The same with what draws told of places.</summary>
    public RankerComparison With(PlaceDecay decay) => this with
    {
        Metrics = new Dictionary<string, double>(Metrics, StringComparer.Ordinal) { ["rank_decay"] = Rounded(decay.Decay), ["rank_decay_error"] = Rounded(decay.Error) },
    };

    /// <summary>The gate.</summary>
    public PairedGate Gate(int? against, double allowedDrop) => new(
        Ndcg, against, Metrics["difference"], Metrics["difference_low"], Metrics["difference_high"], allowedDrop);

    private static double[] Scores(RankerModel live, IReadOnlyList<string> names, RankerExample page)
    {
        var table = new FeatureTable(names, page.Grades.Length);
        for (int title = 0; title < page.Grades.Length; title++)
            page.Features.AsSpan(title * names.Count, names.Count).CopyTo(table[title]);
        var scores = new double[page.Grades.Length];
        live.Raw(table, scores);
        return scores;
    }

    private static double Rounded(double value) => Math.Round(value, 4);

    /// <summary>Sums over the pages of a person.</summary>
    private readonly record struct GainsOfUser(double Ours, double Theirs, double Ideal);
}
