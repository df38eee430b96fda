using Perto.Numerics;
using Perto.Recommendations;

namespace Perto.Streaming;

/// <summary>
/// Draws titles that the person would not meet otherwise: of none of their favourite genres, or of the tail of the catalogue. Each of them is as likely as any other,
/// so the probability is known exactly, and what people do with the draws says without bias what they would do with the rest.
/// </summary>
public sealed class Exploration : ICandidateSource<HomeContext, Title>
{
    /// <summary>Name of the source.</summary>
    public const string SourceName = "exploration";

    private const long Stream = 1;

    /// <inheritdoc/>
    public string Name => SourceName;

    /// <inheritdoc/>
    public bool IsImmediate => true;

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Scored<Title>>> FindAsync(HomeContext context, int take, CancellationToken cancellationToken)
    {
        IEnumerable<int> met = context.Person.History.Entries.Select(entry => entry.Title.Ordinal);
        TitleSet unknown = context.Shelf.Unknown(context.Person.History.FavouriteGenres, met.Concat(context.Wearied.Dropped));
        IReadOnlyList<Title> drawn = unknown.Draw(take, SeededRandom.ForStream(context.Seed, Stream));
        double propensity = (double)drawn.Count / Math.Max(1, unknown.Count);
        return ValueTask.FromResult<IReadOnlyList<Scored<Title>>>([.. drawn.Select(title => new Scored<Title>(title, 1, Propensity: propensity))]);
    }
}
