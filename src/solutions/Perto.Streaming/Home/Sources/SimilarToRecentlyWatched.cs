using Perto.Recommendations;

namespace Perto.Streaming;

/// <summary>The neighbours of the last titles that the person liked; each candidate remembers the title it is near to.</summary>
public sealed class SimilarToRecentlyWatched : ICandidateSource<HomeContext, Title>
{
    /// <summary>Name of the source.</summary>
    public const string SourceName = "similar";

    private const int Anchors = 5;

    /// <inheritdoc/>
    public string Name => SourceName;

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Scored<Title>>> FindAsync(HomeContext context, int take, CancellationToken cancellationToken)
    {
        if (context.RequireModel() is not { } model)
            return [];
        var best = new Dictionary<int, Scored<Title>>();
        IEnumerable<HistoryEntry> recent = context.Person.History.Entries.Where(entry => entry.IsLiked && model.Knows(entry.Title));
        foreach (HistoryEntry anchor in recent.Take(Anchors))
        {
            foreach (Scored<Title> near in await model.SimilarAsync(anchor.Title, cancellationToken))
            {
                if (!context.MayShow(near.Item))
                    continue;
                if (!best.TryGetValue(near.Item.Ordinal, out Scored<Title> known) || near.Score > known.Score)
                    best[near.Item.Ordinal] = near;
            }
        }

        return [.. best.Values.OrderByDescending(scored => scored.Score).ThenBy(scored => scored.Item.Ordinal).Take(take)];
    }
}
