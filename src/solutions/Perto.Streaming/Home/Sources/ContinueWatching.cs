using Perto.Recommendations;

namespace Perto.Streaming;

/// <summary>What the person began and did not finish (10 to 90 %), latest first.</summary>
public sealed class ContinueWatching : ICandidateSource<HomeContext, Title>
{
    /// <summary>Name of the source.</summary>
    public const string SourceName = "continue_watching";

    /// <inheritdoc/>
    public string Name => SourceName;

    /// <inheritdoc/>
    public bool IsImmediate => true;

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Scored<Title>>> FindAsync(HomeContext context, int take, CancellationToken cancellationToken)
    {
        // Scores only have to keep the order: the latest counts most.
        IReadOnlyList<Scored<Title>> found = [.. context.Person.History.Entries
            .Where(entry => entry.IsInProgress && context.MayShow(entry.Title))
            .Take(take)
            .Select((entry, position) => new Scored<Title>(entry.Title, 1f / (position + 1)))];
        return ValueTask.FromResult(found);
    }
}
