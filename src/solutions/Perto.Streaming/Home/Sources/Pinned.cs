using Perto.Recommendations;

namespace Perto.Streaming;

/// <summary>The titles whose place in a row is fixed: they must be candidates to stand there.</summary>
public sealed class Pinned : ICandidateSource<HomeContext, Title>
{
    /// <summary>Name of the source.</summary>
    public const string SourceName = "pinned";

    /// <inheritdoc/>
    public string Name => SourceName;

    /// <inheritdoc/>
    public bool IsImmediate => true;

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Scored<Title>>> FindAsync(HomeContext context, int take, CancellationToken cancellationToken)
    {
        IReadOnlyList<Scored<Title>> found = [.. context.Pins
            .Where(pin => context.MayShow(pin.Item))
            .Take(take)
            .Select(pin => new Scored<Title>(pin.Item, -pin.Place))];
        return ValueTask.FromResult(found);
    }
}
