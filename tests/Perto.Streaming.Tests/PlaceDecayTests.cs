using Perto.Numerics;

namespace Perto.Streaming.Tests;

/// <summary>How places are noticed, told by draws.</summary>
public sealed class PlaceDecayTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(0.8)]
    [InlineData(1.4)]
    public void Draws_tell_how_places_are_noticed(double decay)
    {
        PlaceDecay found = PlaceDecay.Of(Pages(4_000, decay))!;
        Assert.InRange(found.Decay, Math.Max(0, decay - (3.5 * found.Error)), decay + (3.5 * found.Error));
        Assert.InRange(found.Error, 0.01, 0.15);
        Assert.Equal(-found.Decay * Math.Log(7), found.Bias(7), 1e-12);
        Assert.Equal(0, found.Bias(1));
    }

    [Fact]
    public void Who_looks_further_is_not_taken_for_a_better_place()
    {
        // Half of the people see ten places and do little; the others see all twenty and do much.
        RankerExample[] pages = [.. Pages(12_000, 0.8).Select((page, number) =>
        {
            bool isActive = number % 2 == 0;
            int[] seen = [.. Enumerable.Range(0, isActive ? 20 : 10)];
            byte[] grades = [.. seen.Select(title => isActive || number % 3 == 0 ? page.Grades[title] : Engagement.Seen)];
            return new RankerExample($"{number % 200}", page.At, [], grades, [], []) { Ranks = [.. seen.Select(title => page.Ranks[title])], Drawn = [.. seen.Select(title => page.Drawn[title])] };
        })];
        PlaceDecay found = PlaceDecay.Of(pages)!;
        Assert.InRange(found.Decay, 0.8 - (3.5 * found.Error), 0.8 + (3.5 * found.Error));
        Assert.InRange(found.Error, 0.01, 0.1);
    }

    [Fact]
    public void The_error_is_that_of_many_repetitions()
    {
        PlaceDecay[] found = [.. Enumerable.Range(0, 60).Select(seed => PlaceDecay.Of(Pages(1_500, 0.8, seed))!)];
        double mean = found.Average(one => one.Decay), deviation = Math.Sqrt(found.Average(one => Math.Pow(one.Decay - mean, 2)));
        Assert.InRange(deviation / found.Average(one => one.Error), 0.6, 1.5);
    }

    [Fact]
    public void What_the_ranking_put_there_tells_nothing()
    {
        // The better titles stand in front: without draws nobody can tell them from the better places.
        RankerExample[] pages = [.. Pages(4_000, 0.8).Select(page => page with { Drawn = [.. page.Drawn.Select(_ => false)] })];
        Assert.Null(PlaceDecay.Of(pages));
    }

    [Fact]
    public void Few_draws_tell_nothing() => Assert.Null(PlaceDecay.Of(Pages(60, 0.8)));

    // Two titles of each page are drawn to places from 2 to 20; the others get worse from place to place.
    private static RankerExample[] Pages(int pages, double decay, int seed = 1)
    {
        SeededRandom random = new(seed);
        return [.. Enumerable.Range(0, pages).Select(page =>
        {
            int[] ranks = [.. Enumerable.Range(1, 20)];
            bool[] drawn = new bool[ranks.Length];
            drawn[1 + random.Next(9)] = drawn[10 + random.Next(10)] = true;
            byte[] grades = [.. ranks.Select((rank, title) =>
                random.NextDouble() < Math.Pow(rank, -decay) * (drawn[title] ? 0.25 : 0.6 / rank) ? Engagement.Clicked : Engagement.Seen)];
            return new RankerExample($"{page % 300}", page, [], grades, ranks, []) { Ranks = ranks, Drawn = drawn };
        })];
    }
}
