using Perto.Recommendations;

namespace Perto.Streaming;

/// <summary>What everybody watches now: each watching fades by 10 % a day.</summary>
public sealed class TrendingNow : ICandidateSource<HomeContext, Title>
{
    /// <summary>Name of the source.</summary>
    public const string SourceName = "trending";

    /// <inheritdoc/>
    public string Name => SourceName;

    /// <inheritdoc/>
    public bool IsImmediate => true;

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Scored<Title>>> FindAsync(HomeContext context, int take, CancellationToken cancellationToken)
    {
        Catalogue catalogue = context.Catalogue;
        var found = new List<Scored<Title>>(take);
        foreach (int title in catalogue.Trending.Ranking())
        {
            if (found.Count == take)
                break;
            if (!context.MayShow(catalogue.Titles[title]))
                continue;

            // The logarithm keeps one very popular title from making all others look equal.
            found.Add(new Scored<Title>(catalogue.Titles[title], (float)Math.Log(catalogue.Trending.Score(title) + double.Epsilon)));
        }

        return ValueTask.FromResult<IReadOnlyList<Scored<Title>>>(found);
    }
}
