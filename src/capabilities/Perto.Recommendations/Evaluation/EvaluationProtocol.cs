using Perto.Learning;
using Perto.Platform;

namespace Perto.Recommendations;

/// <summary>
/// How models are compared. All are given the same users, the same items to rank and the same cutoffs; nothing is sampled.
/// </summary>
/// <remarks>
/// <para>
/// <see cref="Rank"/>: for each user with test items, all items of the train part are ranked except the items the user is scored
/// by (those of the train part, or what is known of a new user) and the excluded ones. Metrics are computed for each user and averaged over those users, with binary relevance. A test item
/// that the train part does not have cannot be found and still counts, as in the LightGCN protocol: recall divides by all test
/// items of the user, the ideal list of NDCG and the denominator of AP have min(k, test items) hits, precision divides by k. A
/// test item that is also a train or excluded item of the user likewise cannot be found and counts. A user the train part does
/// not have is scored from an empty history.
/// </para>
/// <para>
/// <see cref="RankAmongNegatives"/>: for each case the positive is ranked among its given negatives; a negative with the same
/// score comes first, so that a model that scores everything alike finds nothing. An item that the train part does not have
/// ranks last.
/// </para>
/// </remarks>
public static class EvaluationProtocol
{
    private const int MostK = 1_000;

    /// <summary>The metrics, in the order of the results.</summary>
    public static IReadOnlyList<string> MetricNames { get; } = [.. MetricAccumulator.Names, .. ListQuality.Names];

    /// <summary>Those of them that say how right a list is, higher better: what parameters can be chosen by.</summary>
    public static IReadOnlyList<string> AccuracyNames => MetricAccumulator.Names;

    /// <summary>Ranks all items for every user who has test items.</summary>
    /// <param name="model">Fitted on the split's train part.</param>
    /// <param name="split">Known, excluded and test items.</param>
    /// <param name="cutoffs">Lengths of the list, each in 1..1000.</param>
    /// <param name="options">How many threads; the result does not depend on it.</param>
    /// <param name="cancellationToken">Stops the ranking.</param>
    /// <exception cref="InvalidValueException">A cutoff is out of range.</exception>
    public static RankingQuality Rank(
        IRecommenderModel model,
        EvaluationSplit split,
        IReadOnlyList<int> cutoffs,
        FitOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        RequireCutoffs(cutoffs);
        int[] users = [.. Enumerable.Range(0, split.Test.Count).Where(user => split.Test[user].Count > 0)];
        ScoredItem[][] lists = TopN.ForUsers(
            model, Known(model, split).Select(users), cutoffs.Max(), split.Exclude?.Select(users), options, cancellationToken);

        InteractionMatrix byItem = split.Train.Transpose();
        int[] lengths = [.. cutoffs.Distinct().Order()];
        MetricAccumulator[] right = [.. lengths.Select(k => new MetricAccumulator(k))];
        ListQuality[] beyond = [.. lengths.Select(k => new ListQuality(byItem, k, users.Length))];
        for (int row = 0; row < users.Length; row++)
        {
            IReadOnlySet<int> wanted = split.Test[users[row]];
            bool[] hits = Array.ConvertAll(lists[row], scored => wanted.Contains(scored.Item));
            foreach (MetricAccumulator metrics in right)
                metrics.Add(hits, wanted.Count);
            foreach (ListQuality quality in beyond)
                quality.Add(lists[row], hits, split.Histories.Items(users[row]));
        }

        return new RankingQuality([.. lengths.SelectMany((_, i) => right[i].Result().Concat(beyond[i].Result()))], users.Length);
    }

    /// <summary>How far the predicted ratings of the test part lie from those given, over all that the train part has the item of.</summary>
    /// <param name="model">One that predicts ratings, fitted on the ratings of the split's train part.</param>
    /// <param name="split">Ratings known and ratings to predict.</param>
    /// <param name="options">How many threads; the result does not depend on it.</param>
    /// <param name="cancellationToken">Stops between blocks of users.</param>
    /// <returns>The errors; null where there is nothing to predict.</returns>
    public static RatingError? PredictRatings(
        IRecommenderModel model, EvaluationSplit split, FitOptions? options = null, CancellationToken cancellationToken = default)
    {
        ILookup<int, LoggedInteraction> rated = split.Rated.ToLookup(logged => logged.User);
        int[] users = [.. rated.Select(user => user.Key).Order()];
        (double Squares, double Absolutes)[] errors = new (double, double)[users.Length];
        TopN.ForEach(
            model,
            split.RatedHistories.Select(users),
            (row, scores) =>
            {
                foreach (LoggedInteraction rating in rated[users[row]])
                {
                    double error = scores[rating.Item] - rating.Rating;
                    errors[row].Squares += error * error;
                    errors[row].Absolutes += Math.Abs(error);
                }
            },
            options,
            cancellationToken);
        int count = split.Rated.Count;
        return count == 0 ? null : new RatingError(Math.Sqrt(errors.Sum(user => user.Squares) / count), errors.Sum(user => user.Absolutes) / count, count);
    }

    /// <summary>Ranks each positive among its given negatives.</summary>
    /// <param name="model">Fitted on <paramref name="train"/>.</param>
    /// <param name="train">The histories.</param>
    /// <param name="cases">What to rank.</param>
    /// <param name="cutoffs">Lengths of the list, each in 1..1000.</param>
    /// <param name="options">How many threads; the result does not depend on it.</param>
    /// <param name="cancellationToken">Stops between blocks of cases.</param>
    /// <returns>The metrics of accuracy; those of lists beyond it mean nothing here.</returns>
    /// <exception cref="InvalidValueException">A cutoff is out of range, or there are no cases.</exception>
    public static RankingQuality RankAmongNegatives(
        IRecommenderModel model,
        InteractionMatrix train,
        IReadOnlyList<LeaveOneOutCase> cases,
        IReadOnlyList<int> cutoffs,
        FitOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        RequireCutoffs(cutoffs);
        if (cases.Count == 0)
            throw new InvalidValueException("negatives", "no cases", "at least one case", "negatives must have at least one case");

        // Whom the train part does not have are scored from an empty history, the same for all of them.
        int[] known = [.. Enumerable.Range(0, cases.Count).Where(at => cases[at].User < train.UserCount)];
        int[] places = new int[cases.Count];
        TopN.ForEach(
            model, train.Select([.. known.Select(at => cases[at].User)]), (row, scores) => places[known[row]] = PlaceOfPositive(cases[known[row]], scores), options, cancellationToken);
        float[] empty = new float[model.ItemCount];
        model.Score([], [], empty);
        foreach (int at in Enumerable.Range(0, cases.Count).Except(known))
            places[at] = PlaceOfPositive(cases[at], empty);

        MetricAccumulator[] right = [.. cutoffs.Distinct().Order().Select(k => new MetricAccumulator(k))];
        for (int at = 0; at < cases.Count; at++)
        {
            bool[] hits = new bool[cases[at].Negatives.Count + 1];
            hits[places[at]] = true;
            foreach (MetricAccumulator metrics in right)
                metrics.Add(hits, relevant: 1);
        }

        return new RankingQuality([.. right.SelectMany(metrics => metrics.Result())], cases.Count);
    }

    private static InteractionMatrix Known(IRecommenderModel model, EvaluationSplit split) => model.PredictsRatings ? split.RatedHistories : split.Histories;

    private static int PlaceOfPositive(LeaveOneOutCase test, Span<float> scores)
    {
        if (test.Positive >= scores.Length)
            return test.Negatives.Count;
        float score = scores[test.Positive];
        int better = 0;
        foreach (int negative in test.Negatives)
            better += negative < scores.Length && scores[negative] >= score ? 1 : 0;
        return better;
    }

    private static void RequireCutoffs(IReadOnlyList<int> cutoffs)
    {
        if (cutoffs.Count == 0)
            throw new InvalidValueException("k", "none", $"1..{MostK}", "k must have at least one value");
        foreach (int k in cutoffs)
        {
            if (k is < 1 or > MostK)
                throw InvalidValueException.OutOfRange("k", k, 1, MostK);
        }
    }
}
