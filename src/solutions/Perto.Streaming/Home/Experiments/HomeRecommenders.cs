using System.Collections.Concurrent;
using Perto.Recommendations;

namespace Perto.Streaming;

/// <summary>The recommenders of the home page: that of the settings, and those of arms that change what is declared in the plan.</summary>
internal sealed class HomeRecommenders(StreamingSettings settings, IServiceProvider services)
{
    // Arms of experiments that ended: more than run at once were ever asked for.
    private const int Most = 100;

    private readonly ConcurrentDictionary<(bool IsPopular, double Lambda, double Exploration), Lazy<Recommender<HomeContext, Title>>> _made = new();

    /// <summary>The recommender for a variant.</summary>
    public Recommender<HomeContext, Title> For(HomeVariant variant)
    {
        if (_made.Count > Most)
            _made.Clear();
        double lambda = variant.Lambda ?? settings.Diversity.Lambda, exploration = variant.Exploration ?? settings.ExplorationShare;
        return _made.GetOrAdd(
            (variant.IsPopular, lambda, exploration),
            key => new(() => (key.IsPopular ? HomePlan.Popular(settings) : HomePlan.Titles(settings, key.Lambda, key.Exploration)).Build(services))).Value;
    }
}
