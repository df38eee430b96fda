using Perto.Testing;

namespace Perto.Streaming.Tests;

public sealed class TrendingTests
{
    [Fact]
    public void Scores_are_proportional_to_the_definition_whatever_the_order_of_events()
    {
        Random random = Seeds.Random();
        long now = Service.Now.ToUnixTimeMilliseconds() * 1_000;
        (int Title, long At)[] watched = [.. Enumerable.Range(0, 500)
            .Select(_ => (random.Next(20), now - (long)(random.NextDouble() * 60 * TimeSpan.MicrosecondsPerDay)))];
        var trending = new Trending(20, TimeProvider.System);

        foreach ((int title, long at) in watched)
            trending.Count(title, at);

        long latest = watched.Max(one => one.At);
        double[] defined = [.. Enumerable.Range(0, 20).Select(title => watched.Where(one => one.Title == title)
            .Sum(one => Math.Pow(0.9, (latest - one.At) / (double)TimeSpan.MicrosecondsPerDay)))];
        for (int title = 0; title < 20; title++)
            Assert.Equal(defined[title], trending.Score(title), tolerance: 1e-9);
        Assert.Equal(Enumerable.Range(0, 20).OrderByDescending(title => defined[title]), trending.Ranking());
    }

    [Fact]
    public void The_ranking_follows_events_within_a_second()
    {
        var clock = new ManualTimeProvider(Service.Now);
        var trending = new Trending(3, clock);
        trending.Count(0, 1_000_000);
        Assert.Equal([0], trending.Ranking());

        trending.Count(2, 1_000_000);
        trending.Count(2, 1_000_000);
        clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal([2, 0], trending.Ranking());
    }

    [Fact]
    public void Many_threads_lose_no_event()
    {
        var trending = new Trending(1, TimeProvider.System);

        Parallel.For(0, 10_000, _ => trending.Count(0, 5));

        Assert.Equal(10_000, trending.Score(0));
    }

    [Fact]
    public void Nobody_is_told_that_nothing_is_watched_while_the_first_ranking_is_made()
    {
        const int Titles = 200_000;
        var trending = new Trending(Titles, TimeProvider.System);
        for (int title = 0; title < Titles; title++)
            trending.Count(title, 1_000_000L * ((title * 7_919L) % Titles));

        Parallel.For(0, 32, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ => Assert.Equal(Titles, trending.Ranking().Count));
    }
}
