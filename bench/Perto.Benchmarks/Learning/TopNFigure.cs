using System.Diagnostics;
using Perto.Benchmarks.Figures;
using Perto.Learning;

namespace Perto.Benchmarks.Learning;

/// <summary>How fast every user gets a list.</summary>
internal sealed class TopNFigure : IFigure
{
    private const long Seed = 20;
    private const int NaiveUsers = 200;

    public string Name => "topn.all_users";

    public string Description =>
        "Lists for all users from iALS: fold-in of the history, scores of all items without what the user had, the best of them; users per second, against the "
        + "obvious loop (a scalar inner product for each item, then a sort); --positives 2000000 --dimensions 64 --count 10 --threads 0 (0: all cores)";

    public FigureResult Measure(FigureOptions options)
    {
        int positives = options.Integer("positives", 2_000_000, 10_000, 50_000_000);
        int dimensions = options.Integer("dimensions", 64, 1, 2_048);
        int count = options.Integer("count", 10, 1, 1_000);
        int threads = options.Integer("threads", 0, 0, 1_024);
        options.RefuseOthers();
        int cores = threads == 0 ? Environment.ProcessorCount : threads;

        InteractionMatrix interactions = SyntheticCatalogue.Of(positives, Seed);
        ImplicitAls model = ImplicitAls.Fit(interactions, new ImplicitAlsSettings { Dimensions = dimensions, Epochs = 2, ConjugateGradientSteps = 3 });
        TopN.ForUsers(model, interactions.Select(Enumerable.Range(0, NaiveUsers).ToArray()), count);

        double seconds = double.PositiveInfinity;
        ScoredItem[][] lists = [];
        for (int run = 0; run < 3; run++)
        {
            long started = Stopwatch.GetTimestamp();
            lists = TopN.ForUsers(model, interactions, count, options: new FitOptions { Threads = threads });
            seconds = Math.Min(seconds, Stopwatch.GetElapsedTime(started).TotalSeconds);
        }

        double perSecond = interactions.UserCount / seconds;
        (double naive, double same) = Naive(model, interactions, count, lists);
        return new FigureResult(
            perSecond,
            "users/s",
            naive * cores,
            perSecond / (naive * cores),
            new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["users"] = interactions.UserCount,
                ["items"] = interactions.ItemCount,
                ["positives"] = interactions.Count,
                ["dimensions"] = dimensions,
                ["count"] = count,
                ["threads"] = cores,
                ["scores_per_second"] = perSecond * interactions.ItemCount,
                ["naive_per_core"] = naive,
                ["same_first_items"] = same,
            });
    }

    private static (double PerSecond, double Same) Naive(ImplicitAls model, InteractionMatrix interactions, int count, ScoredItem[][] lists)
    {
        int same = 0;
        long started = Stopwatch.GetTimestamp();
        for (int user = 0; user < NaiveUsers; user++)
        {
            float[] vector = new float[model.Dimensions];
            model.FoldIn(interactions.Items(user), interactions.Weights(user), vector);
            HashSet<int> had = [.. interactions.Items(user)];
            List<(int Item, float Score)> scored = [];
            for (int item = 0; item < model.ItemCount; item++)
            {
                ReadOnlySpan<float> factor = model.ItemFactor(item);
                float score = 0;
                for (int k = 0; k < factor.Length; k++)
                    score += vector[k] * factor[k];
                if (!had.Contains(item))
                    scored.Add((item, score));
            }

            (int Item, float Score)[] best = [.. scored.OrderByDescending(one => one.Score).Take(count)];
            same += best[0].Item == lists[user][0].Item ? 1 : 0;
        }

        return (NaiveUsers / Stopwatch.GetElapsedTime(started).TotalSeconds, (double)same / NaiveUsers);
    }
}
