using Perto.Platform;
using Perto.Recommendations;

namespace Perto.Streaming;

/// <summary>
/// Titles of the same kind, about the same and by the same people as those that the person liked, whether anybody has watched them or not: nearest neighbours of the
/// mean of what they liked. A title that came yesterday is found by it.
/// </summary>
public sealed class LikeWhatYouWatch(DerivedCollections collections) : ICandidateSource<HomeContext, Title>
{
    /// <summary>Name of the source.</summary>
    public const string SourceName = "content";

    /// <inheritdoc/>
    public string Name => SourceName;

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Scored<Title>>> FindAsync(HomeContext context, int take, CancellationToken cancellationToken)
    {
        History history = context.Person.History;
        if (ContentTaste.Of(history) is not { } taste
            || await collections.LiveAsync(context.Tenant, ContentVectors.CollectionAlias, cancellationToken) is not { } titles)
        {
            return [];
        }
        return await ShelfSearch.FindAsync(titles, ContentVectors.VectorName, taste.Vector, take, history.Entries.Count, context, cancellationToken);
    }
}
