using Perto.Recommendations;

namespace Perto.Streaming;

/// <summary>
/// A weighted blend of the sources' normalised scores and three features. Its place is taken by a learned ranker when there
/// are logged impressions to learn from.
/// </summary>
public sealed class HomeRanker : IRanker<HomeContext, Title>
{
    private const string GenreAffinity = "genre_affinity";
    private const string Popularity = "popularity";
    private const string Quality = "average_rating";

    // Two sources and the features.
    private const int UsualParts = 5;

    // People who rated a title before its mean counts fully (empirical shrinkage).
    private const double QualityPrior = 20;

    private static readonly BlendWeights Usual = new(
        new Dictionary<string, double>(StringComparer.Ordinal)
        {
            [CollaborativeNeighbours.SourceName] = 0.55,
            [SimilarToRecentlyWatched.SourceName] = 0.15,
            [LikeWhatYouWatch.SourceName] = 0.08,
            [TrendingNow.SourceName] = 0.08,
            [PopularHere.SourceName] = 0.05,
            [ContinueWatching.SourceName] = 0.05,
            [NewInFavouriteGenres.SourceName] = 0.02,
        },
        new Dictionary<string, double>(StringComparer.Ordinal)
        {
            [GenreAffinity] = 0.05,
            [Popularity] = 0.07,
            [Quality] = 0.03,
        });

    /// <summary>The sources that have a weight.</summary>
    internal static IReadOnlyCollection<string> WeighedSources { get; } = [.. Usual.Sources.Keys];

    /// <summary>The usual weights with others for some sources.</summary>
    internal static BlendWeights WeightsWith(IReadOnlyDictionary<string, double> sources)
    {
        Dictionary<string, double> weights = new(Usual.Sources, StringComparer.Ordinal);
        foreach ((string source, double weight) in sources)
            weights[source] = weight;
        return new BlendWeights(weights, Usual.Features);
    }

    /// <inheritdoc/>
    public void Rank(HomeContext context, CandidateSet<Title> candidates, Span<float> scores)
    {
        BlendWeights weights = WeightsOf(context);
        Span<double> shares = stackalloc double[candidates.SourceNames.Count];
        for (int source = 0; source < shares.Length; source++)
            shares[source] = weights.SourceShare(candidates.SourceNames[source]);
        double affinity = weights.FeatureShare(GenreAffinity);
        double popularity = weights.FeatureShare(Popularity);
        double quality = weights.FeatureShare(Quality);
        GenreMasks genres = GenreMasks.Of(context.Catalogue);
        var affinities = new Dictionary<int, double>();
        for (int candidate = 0; candidate < scores.Length; candidate++)
        {
            Title title = candidates[candidate];
            int alike = genres.FirstAlike(title);
            if (!affinities.TryGetValue(alike, out double liking))
                affinities[alike] = liking = context.Person.History.GenreAffinity(context.Catalogue.Titles[alike]);
            double score = (affinity * liking)
                + (popularity * PopularityOf(context, title))
                + (quality * QualityOf(title));
            for (int source = 0; source < shares.Length; source++)
                score += shares[source] * candidates.NormalisedScore(source, candidate);
            scores[candidate] = (float)score;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, double> Parts(HomeContext context, CandidateSet<Title> candidates, int candidate)
    {
        BlendWeights weights = WeightsOf(context);
        Title title = candidates[candidate];
        var parts = new ScoreParts(UsualParts);
        for (int source = 0; source < candidates.SourceNames.Count; source++)
        {
            if (candidates.IsFrom(source, candidate))
                Add(candidates.SourceNames[source], weights.SourceShare(candidates.SourceNames[source]) * candidates.NormalisedScore(source, candidate));
        }

        Add(GenreAffinity, weights.FeatureShare(GenreAffinity) * context.Person.History.GenreAffinity(title));
        Add(Popularity, weights.FeatureShare(Popularity) * PopularityOf(context, title));
        Add(Quality, weights.FeatureShare(Quality) * QualityOf(title));
        return parts;

        void Add(string name, double part) => parts.Add(name, Math.Round(part, 4));
    }

    private static BlendWeights WeightsOf(HomeContext context) => context.Arms.Variant.Weights ?? Usual;

    // Logarithmic: ten times as many watchers add as much each time.
    private static double PopularityOf(HomeContext context, Title title) =>
        context.Catalogue.MostRatings == 0
            ? 0
            : Math.Log(1 + title.Ratings + title.Views) / Math.Log(1 + context.Catalogue.MostRatings);

    private static double QualityOf(Title title) =>
        title.AverageRating / 5 * (title.Ratings / (title.Ratings + QualityPrior));
}
