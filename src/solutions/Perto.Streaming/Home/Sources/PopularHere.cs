using Perto.Recommendations;

namespace Perto.Streaming;

/// <summary>What most people rated or watched of what the country has: what takes the place of a source that has nothing.</summary>
public sealed class PopularHere : ICandidateSource<HomeContext, Title>
{
    /// <summary>Name of the source.</summary>
    public const string SourceName = "popular";

    /// <inheritdoc/>
    public string Name => SourceName;

    /// <inheritdoc/>
    public bool IsImmediate => true;

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Scored<Title>>> FindAsync(HomeContext context, int take, CancellationToken cancellationToken)
    {
        // The logarithm keeps one very popular title from making all others look equal.
        IReadOnlyList<Scored<Title>> found = [.. context.Shelf.Popular
            .Where(context.MayShow)
            .Take(take)
            .Select(title => new Scored<Title>(title, MathF.Log(1 + title.Ratings + title.Views)))];
        return ValueTask.FromResult(found);
    }
}
