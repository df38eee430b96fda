using Perto.Recommendations;

namespace Perto.Streaming;

/// <summary>
/// What people with the same taste watched: the person's vector is folded in from their history, and the titles nearest to it
/// are found in the vector store.
/// </summary>
public sealed class CollaborativeNeighbours : ICandidateSource<HomeContext, Title>
{
    /// <summary>Name of the source.</summary>
    public const string SourceName = "collaborative";

    /// <inheritdoc/>
    public string Name => SourceName;

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Scored<Title>>> FindAsync(HomeContext context, int take, CancellationToken cancellationToken)
    {
        if (context.RequireModel() is not { } model)
            return [];
        return await model.ForHistoryAsync(context, take, cancellationToken);
    }
}
