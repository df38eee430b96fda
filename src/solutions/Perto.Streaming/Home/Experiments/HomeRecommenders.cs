using System.Collections.Concurrent;
using Perto.Recommendations;

namespace Perto.Streaming;

/// <summary>The recommenders of the home page: that of the settings, and those of arms that change what is declared in the plan.</summary>
internal sealed class HomeRecommenders(StreamingSettings settings, IServiceProvider services)
{
    // Arms of experiments that ended: more than run at once were ever asked for.
    private const int Most = 100;

    // Enough for code that the runtime has not compiled yet, and for an index that comes from disk.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<(bool IsPopular, double Lambda, double Exploration, bool IsPatient), Lazy<Recommender<HomeContext, Title>>> _made = new();

    /// <summary>The recommender for a variant.</summary>
    /// <param name="variant">What it does otherwise.</param>
    /// <param name="isPatient">Whether sources have all the time that they need: nobody waits for the page.</param>
    public Recommender<HomeContext, Title> For(HomeVariant variant, bool isPatient = false)
    {
        if (_made.Count > Most)
            _made.Clear();
        double lambda = variant.Lambda ?? settings.Diversity.Lambda, exploration = variant.Exploration ?? settings.ExplorationShare;
        return _made.GetOrAdd(
            (variant.IsPopular, lambda, exploration, isPatient),
            key => new(() => Plan(key.IsPopular, key.Lambda, key.Exploration, key.IsPatient).Build(services))).Value;
    }

    private RecommenderPlan<HomeContext, Title> Plan(bool isPopular, double lambda, double exploration, bool isPatient)
    {
        RecommenderPlan<HomeContext, Title> plan = isPopular ? HomePlan.Popular(settings) : HomePlan.Titles(settings, lambda, exploration);
        return isPatient ? plan.Within(Patience) : plan;
    }
}
