using Perto.Numerics;

namespace Perto.Streaming.Tests;

/// <summary>How places are noticed, told by what stood at several.</summary>
public sealed class PlaceDecayTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(0.8)]
    [InlineData(1.4)]
    public void Draws_tell_how_places_are_noticed(double decay)
    {
        PlaceDecay found = PlaceDecay.OfRanks(Pages(4_000, decay))!;
        Assert.InRange(found.Decay, Math.Max(0, decay - (3.5 * found.Error)), decay + (3.5 * found.Error));
        Assert.InRange(found.Error, 0.01, 0.15);
        Assert.Equal(-found.Decay * Math.Log(7), found.Bias(7), 1e-12);
        Assert.Equal(0, found.Bias(1));
    }

    [Fact]
    public void The_error_is_that_of_many_repetitions()
    {
        PlaceDecay[] found = [.. Enumerable.Range(0, 60).Select(seed => PlaceDecay.OfRanks(Pages(1_500, 0.8, seed))!)];
        double mean = found.Average(one => one.Decay), deviation = Math.Sqrt(found.Average(one => Math.Pow(one.Decay - mean, 2)));
        Assert.InRange(deviation / found.Average(one => one.Error), 0.6, 1.5);
    }

    [Fact]
    public void What_the_ranking_put_there_tells_nothing()
    {
        // The better titles stand in front: without draws nobody can tell them from the better places.
        RankerExample[] pages = [.. Pages(4_000, 0.8).Select(page => page with { Drawn = [.. page.Drawn.Select(_ => false)] })];
        Assert.Null(PlaceDecay.OfRanks(pages));
    }

    [Fact]
    public void Few_draws_tell_nothing() => Assert.Null(PlaceDecay.OfRanks(Pages(60, 0.8)));

    [Fact]
    public void Rows_at_several_places_tell_how_rows_are_noticed()
    {
        // The better row stands above more often; its own places tell what that is worth.
        SeededRandom random = new(3);
        RankerExample[] pages = [.. Enumerable.Range(0, 6_000).Select(page =>
        {
            bool better = random.NextDouble() < 0.8;
            int[] ranks = [.. Enumerable.Range(1, 10), .. Enumerable.Range(1, 10)];
            string[] rows = [.. ranks.Select((_, title) => (title < 10) == better ? "liked" : "trending")];
            byte[] grades = [.. ranks.Select((rank, title) =>
                random.NextDouble() < Math.Pow(rank, -0.8) * Math.Pow(1 + (title / 10), -0.5) * (rows[title] == "liked" ? 0.3 : 0.1) ? Engagement.Clicked : Engagement.Seen)];
            return new RankerExample("u", page, [], grades, [.. ranks.Select((rank, title) => (title / 10 * ServedTitle.Places) + rank - 1)], [])
            {
                Ranks = ranks,
                Rows = rows,
                Drawn = new bool[ranks.Length],
            };
        })];
        PlaceDecay found = PlaceDecay.OfRows(pages, new PlaceDecay(0.8, 0.05))!;
        Assert.InRange(found.Decay, 0.5 - (3.5 * found.Error), 0.5 + (3.5 * found.Error));
        Assert.InRange(found.Error, 0.01, 0.15);
        Assert.Null(PlaceDecay.OfRows([.. pages.Where(page => page.Rows[0] == "liked")], new PlaceDecay(0.8, 0.05)));
    }

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
            return new RankerExample("u", page, [], grades, ranks, []) { Ranks = ranks, Drawn = drawn };
        })];
    }
}
