using Perto.Learning;

namespace Perto.Recommendations.Tests;

public sealed class ListQualityTests
{
    // Popularity: p 4, q 3, r 1, s 1, t 1 of four users.
    private static EvaluationTask Task()
    {
        InteractionLog train = Log(["a p q", "b p q", "c p q r", "d p s t"]);
        InteractionLog test = new(train.Users, train.Items);
        Read(test, "a r");
        Read(test, "d q");
        return EvaluationTask.AllItems(train, test);
    }

    [Fact]
    public void Lists_are_new_different_and_surprising_as_the_definitions_say()
    {
        EvaluationTask task = Task();

        // Popularity shows a r then s, and d q then r: nothing that everybody would not show.
        RankingQuality quality = task.Measure(Popularity.Fit(task.Train), [2]);
        Assert.Equal(3 / 5.0, quality.Metric("coverage", 2).Value, 1e-12);
        Assert.Equal(0, quality.Metric("serendipity", 2).Value);
        Assert.Equal((((2 + 2) / 2.0) + ((Math.Log2(4 / 3.0) + 2) / 2)) / 2, quality.Metric("novelty", 2).Value, 1e-12);

        // r and s have no user in common; q and r have c, of 3 and 1 users.
        Assert.Equal((1 + (1 - (1 / Math.Sqrt(3)))) / 2, quality.Metric("diversity", 2).Value, 1e-12);

        // Shown: r twice, q and s once, of five items.
        Assert.Equal(((-4 * 0) + (-2 * 0) + (0 * 1) + (2 * 1) + (4 * 2)) / (5 * 4.0), quality.Metric("gini", 2).Value, 1e-12);

        // The top 20 % of five items is p, which both have had.
        Assert.Equal(1, quality.Metric("long_tail", 2).Value);
    }

    /// <summary>Ten items, of which p and q are the top 20 %: c, who had only p, is shown q and r, and a, who had both, r and s.</summary>
    [Fact]
    public void The_long_tail_is_outside_of_the_top_fifth_of_the_items()
    {
        InteractionLog train = Log(["a p q", "b p q r", "c p", "d p q r s t", "e u v w x y"]);
        InteractionLog test = new(train.Users, train.Items);
        Read(test, "c r");
        Read(test, "a s");
        EvaluationTask task = EvaluationTask.AllItems(train, test);
        RankingQuality quality = task.Measure(Popularity.Fit(task.Train), [2]);
        Assert.Equal(3 / 4.0, quality.Metric("long_tail", 2).Value, 1e-12);
    }

    [Fact]
    public void What_is_found_and_not_popular_surprises()
    {
        // Half the users have a and b, the other half c and d, and e and f are what most have besides; u has a, and wants b.
        InteractionLog train = new();
        foreach (string line in (string[])["1 a b e f", "2 a b e f", "3 c d e f", "4 c d e f", "5 c e f", "u a"])
            Read(train, line);
        InteractionLog test = new(train.Users, train.Items);
        Read(test, "u b");
        EvaluationTask task = EvaluationTask.AllItems(train, test);

        // Popularity shows u e then f; the neighbours of a are b first, which is half of a list of two.
        RankingQuality neighbours = task.Measure(ItemKnn.Fit(task.Train, new ItemKnnSettings { Shrinkage = 0 }), [1, 2]);
        Assert.Equal(1, neighbours.Metric("serendipity", 1).Value);
        Assert.Equal(0.5, neighbours.Metric("serendipity", 2).Value);
        Assert.Equal(0, task.Measure(Popularity.Fit(task.Train), [2]).Metric("serendipity", 2).Value);

        static void Read(InteractionLog log, string line)
        {
            using StringReader reader = new(line);
            InteractionReader.Read(reader, "sample", InteractionFormat.Lines, log);
        }
    }

    private static InteractionLog Log(string[] lines)
    {
        InteractionLog log = new();
        foreach (string line in lines)
            Read(log, line);
        return log;
    }

    private static void Read(InteractionLog log, string line)
    {
        using StringReader reader = new(line);
        InteractionReader.Read(reader, "sample", InteractionFormat.Lines, log);
    }
}
