using Perto.Recommendations;
using Perto.Vectors;

namespace Perto.Streaming;

/// <summary>Searches of vector collections for titles of a shelf.</summary>
internal static class ShelfSearch
{
    // A filtered walk looks at half as many again as it would need: where most titles may be shown, it is cheaper to ask for the few more that are left out.
    private const double FilteredBelow = 0.5;

    // Below this share a search without a filter would look at most of the collection.
    private const double LeastShare = 0.05;

    // Near to somebody there may be more that is hidden than elsewhere.
    private const double Spare = 1.1;

    /// <summary>
    /// How the vectors of titles are indexed: a page asks for hundreds, for which walking a graph is several times as cheap as comparing some thousands of vectors.
    /// </summary>
    public static VectorIndexSettings Index { get; } = new() { GraphFrom = 2_000 };

    /// <summary>
    /// The nearest titles that may be shown, nearest first. Where most titles may be, as many more are asked for as the shelf lacks of the catalogue; else the collection filters, if
    /// its payload has what the filter asks: one of an older version has not.
    /// </summary>
    /// <param name="titles">The collection.</param>
    /// <param name="vector">Name of the vector.</param>
    /// <param name="value">What to be near to.</param>
    /// <param name="take">How many titles.</param>
    /// <param name="hidden">How many of the nearest may be hidden from this person alone: all of them may be nearer than everything else.</param>
    /// <param name="context">Who asks.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    public static async ValueTask<IReadOnlyList<Scored<Title>>> FindAsync(
        IVectorCollection titles, string vector, float[] value, int take, int hidden, HomeContext context, CancellationToken cancellationToken)
    {
        // Few of the titles of a long history are among the nearest, and most titles may be shown: all is reckoned with where too few are left.
        bool canFilter = context.Shelf.Filter is not null && HasPayload(titles);
        bool filters = canFilter && context.Shelf.Share < FilteredBelow;
        IReadOnlyList<Scored<Title>> best = [];
        for (int reckoned = Math.Min(hidden, take); ; (reckoned, filters) = (hidden, canFilter))
        {
            VectorQuery query = Query(vector, value, take + reckoned, context.Shelf, filters);
            SearchResult result = await titles.SearchAsync(query, cancellationToken);
            var found = new List<Scored<Title>>(take);
            foreach (SearchHit hit in result.Hits)
            {
                // A title may have left the catalogue since the collection was written.
                if (found.Count < take && context.Catalogue.Find(hit.Id) is { } title && context.MayShow(title))
                    found.Add(new Scored<Title>(title, hit.Score));
            }
            best = found.Count >= best.Count ? found : best;
            if (best.Count == take || (reckoned == hidden && filters == canFilter) || result.Hits.Count < query.K)
                return best;
        }
    }

    private static VectorQuery Query(string vector, float[] value, int count, Shelf shelf, bool filters)
    {
        double share = filters ? shelf.ShareOfFilter : shelf.Share;
        if (share < 1)
            share = Math.Max(LeastShare, share) / Spare;
        return new VectorQuery(vector, value)
        {
            K = (int)Math.Min(Math.Ceiling(count / share), VectorQuery.MaxK),
            Filter = filters ? shelf.Filter : null,
            IncludePayload = false,
        };
    }

    private static bool HasPayload(IVectorCollection titles) =>
        Has(titles, AvailableHere.CountriesField) && Has(titles, AvailableHere.TiersField) && Has(titles, FitForProfile.MaturityField);

    private static bool Has(IVectorCollection titles, string field) => titles.Schema.Payload.Any(known => known.Name == field);
}
