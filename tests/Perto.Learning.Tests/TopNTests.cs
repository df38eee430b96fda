using FsCheck;
using FsCheck.Fluent;
using Perto.Numerics;

namespace Perto.Learning.Tests;

public sealed class TopNTests
{
    private static ScoredItem[] Slow(float[] scores, IReadOnlySet<int> excluded, int count) =>
    [
        .. scores.Select((score, item) => new ScoredItem(item, score))
            .Where(scored => !excluded.Contains(scored.Item) && float.IsFinite(scored.Score))
            .OrderByDescending(scored => scored.Score).ThenBy(scored => scored.Item)
            .Take(count),
    ];

    [Fact]
    public void Selection_equals_sorting_everything_that_is_allowed()
    {
        // Few distinct scores, so that ties are common; some that are no numbers.
        Gen<(float[] Scores, int[] Excluded, int Count)> any =
            from scores in Gen.Elements(-2f, -1f, 0f, 0.5f, 3f, float.NaN, float.NegativeInfinity, float.PositiveInfinity).ArrayOf()
            from excluded in Gen.Choose(0, 30).ArrayOf()
            from count in Gen.Choose(0, 12)
            select (scores, excluded, count);
        Prop.ForAll(any.ToArbitrary(), given =>
        {
            ScoredItem[] best = new ScoredItem[given.Count];
            int found = TopN.Select(given.Scores, [.. given.Excluded.Order()], best);
            Assert.Equal(Slow(given.Scores, given.Excluded.ToHashSet(), given.Count), best[..found]);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_long_list_is_selected_from_like_a_short_one()
    {
        SeededRandom random = new(1);
        float[] scores = [.. Enumerable.Range(0, 50_000).Select(_ => (float)random.Normal())];
        HashSet<int> excluded = [.. Enumerable.Range(0, 5_000).Select(_ => random.Next(50_000))];
        ScoredItem[] best = new ScoredItem[200];
        Assert.Equal(200, TopN.Select(scores, [.. excluded.Order()], best));
        Assert.Equal(Slow(scores, excluded, 200), best);
    }

    [Fact]
    public void Users_never_get_their_history_or_their_exclusions_for_any_number_of_threads()
    {
        InteractionMatrix histories = SyntheticInteractions.Of(150, 40, 12, seed: 2);
        InteractionMatrix exclusions = SyntheticInteractions.Of(150, 40, 20, seed: 3);
        Popularity model = Popularity.Fit(histories);
        float[] scores = new float[40];
        model.Score([], [], scores);

        ScoredItem[][] lists = TopN.ForUsers(model, histories, 30, exclusions, new FitOptions { Threads = 1 });
        for (int user = 0; user < 150; user++)
        {
            HashSet<int> excluded = [.. histories.Items(user), .. exclusions.Items(user)];
            Assert.Equal(Slow(scores, excluded, 30), lists[user]);
        }

        Assert.Equal(lists, TopN.ForUsers(model, histories, 30, exclusions, new FitOptions { Threads = 4 }));
        Assert.Contains(lists, list => list.Length < 30);
    }

    [Fact]
    public void Exclusions_must_have_the_shape_of_the_histories()
    {
        InteractionMatrix histories = SyntheticInteractions.Of(10, 8, 3, seed: 2);
        Popularity model = Popularity.Fit(histories);
        Assert.Throws<ArgumentException>(() => TopN.ForUsers(model, histories, 5, InteractionMatrix.From(9, 8, [])));
        Assert.Throws<ArgumentOutOfRangeException>(() => TopN.ForUsers(model, histories, 0));
    }
}
