using Microsoft.Extensions.DependencyInjection;

namespace Perto.Recommendations.Tests;

/// <summary>Sources, rules and rankers that do as they are told.</summary>
internal sealed class Favourites : ICandidateSource<Guest, Dish>
{
    public string Name => "favourites";

    public ValueTask<IReadOnlyList<Scored<Dish>>> FindAsync(Guest context, int take, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<Scored<Dish>>>(
            [.. Dish.Menu.Take(take).Select((dish, i) => new Scored<Dish>(dish, 100 - i))]);
}

internal sealed class LikeTheLast : ICandidateSource<Guest, Dish>
{
    public string Name => "like_the_last";

    public ValueTask<IReadOnlyList<Scored<Dish>>> FindAsync(Guest context, int take, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<Scored<Dish>>>(
            [.. Dish.Menu.Skip(10).Take(take).Select((dish, i) => new Scored<Dish>(dish, 1f / (i + 1), Dish.Menu[39]))]);
}

internal sealed class Burnt : ICandidateSource<Guest, Dish>
{
    public string Name => "burnt";

    public ValueTask<IReadOnlyList<Scored<Dish>>> FindAsync(Guest context, int take, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("The oven is on fire.");
}

internal sealed class EmptyPlate : ICandidateSource<Guest, Dish>
{
    public string Name => "empty_plate";

    public ValueTask<IReadOnlyList<Scored<Dish>>> FindAsync(Guest context, int take, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<Scored<Dish>>>([]);
}

/// <summary>Says that it drew the first of the last ten dishes.</summary>
internal sealed class Surprise : ICandidateSource<Guest, Dish>
{
    public string Name => "surprise";

    public ValueTask<IReadOnlyList<Scored<Dish>>> FindAsync(Guest context, int take, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<Scored<Dish>>>(
            [.. Dish.Menu.Skip(30).Take(take).Select(dish => new Scored<Dish>(dish, 1, Propensity: take / 10.0))]);
}

/// <summary>Knows the number of a dish, and nothing else.</summary>
internal sealed class Taster : ICandidateDescriber<Guest, Dish>
{
    public IReadOnlyList<string> Names { get; } = ["number", "unknown"];

    public ValueTask DescribeAsync(Guest context, CandidateSet<Dish> candidates, FeatureTable table, CancellationToken cancellationToken)
    {
        for (int row = 0; row < table.Rows; row++)
            table[row][0] = candidates[row].Ordinal;
        return ValueTask.CompletedTask;
    }
}

/// <summary>Tastes nothing.</summary>
internal sealed class ColdTaster : ICandidateDescriber<Guest, Dish>
{
    public IReadOnlyList<string> Names { get; } = ["number"];

    public ValueTask DescribeAsync(Guest context, CandidateSet<Dish> candidates, FeatureTable table, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("Nothing tastes of anything.");
}

/// <summary>Answers only when it is told to stop.</summary>
internal sealed class Slow : ICandidateSource<Guest, Dish>
{
    public string Name => "slow";

    public async ValueTask<IReadOnlyList<Scored<Dish>>> FindAsync(Guest context, int take, CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        return [];
    }
}

/// <summary>Gives more than it is asked for, and scores that are no numbers.</summary>
internal sealed class Unruly : ICandidateSource<Guest, Dish>
{
    public string Name => "unruly";

    public ValueTask<IReadOnlyList<Scored<Dish>>> FindAsync(Guest context, int take, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<Scored<Dish>>>(
            [.. Dish.Menu.Select((dish, i) => new Scored<Dish>(dish, i switch { 0 => float.NaN, 1 => float.NegativeInfinity, _ => i }))]);
}

internal sealed class NoMondayDishes : IRule<Guest, Dish>
{
    public string Name => "no_monday_dishes";

    public RuleEffect Judge(Guest context, CandidateSet<Dish> candidates, int candidate) =>
        candidates[candidate].Ordinal % 7 == 0 ? RuleEffect.Drop : RuleEffect.Keep;
}

internal sealed class ChefsChoice : IRule<Guest, Dish>
{
    public string Name => "chefs_choice";

    public RuleEffect Judge(Guest context, CandidateSet<Dish> candidates, int candidate) =>
        candidates[candidate].Ordinal == 9 ? RuleEffect.Scale(5) : RuleEffect.Keep;
}

internal sealed class SumOfSources : IRanker<Guest, Dish>
{
    public void Rank(Guest context, CandidateSet<Dish> candidates, Span<float> scores)
    {
        for (int candidate = 0; candidate < scores.Length; candidate++)
        {
            for (int source = 0; source < candidates.SourceNames.Count; source++)
                scores[candidate] += candidates.NormalisedScore(source, candidate) / candidates.SourceNames.Count;
        }
    }

    public IReadOnlyDictionary<string, double> Parts(Guest context, CandidateSet<Dish> candidates, int candidate) =>
        Enumerable.Range(0, candidates.SourceNames.Count)
            .ToDictionary(source => candidates.SourceNames[source], source => (double)candidates.NormalisedScore(source, candidate) / candidates.SourceNames.Count);
}

internal sealed class Waiter : IExplainer<Guest, Dish>
{
    public string Reason(Guest context, CandidateSet<Dish> candidates, int candidate, int source) =>
        candidates.Because(source, candidate) is { } because
            ? $"Because you had {because.Id}"
            : candidates.SourceNames[source];
}

internal static class Kitchen
{
    public static Recommender<Guest, Dish> Open(RecommenderPlan<Guest, Dish> plan)
    {
        ServiceProvider services = new ServiceCollection()
            .AddLogging()
            .AddMetrics()
            .AddSingleton<RecommendationMetrics>()
            .BuildServiceProvider();
        return plan.Build(services);
    }

    public static RecommenderPlan<Guest, Dish> Plan { get; } = Recommender.For<Guest, Dish>()
        .RankBy<SumOfSources>(keep: 30)
        .Explain<Waiter>();

    public static ValueTask<Recommendation<Guest, Dish>> ServeAsync(RecommenderPlan<Guest, Dish> plan, int take = 10) =>
        Open(plan).RecommendAsync(new Guest("ana"), take, new StepTimings(TimeProvider.System), CancellationToken.None);
}
