using Perto.Platform;

namespace Perto.Streaming;

/// <summary>How much there is. Counted over people's own lines, of which there are far fewer than ratings and views.</summary>
internal sealed class StreamingOverview(IDatabase database, CatalogueStore catalogues) : IOverviewSource
{
    public string Solution => "streaming";

    public async Task<IReadOnlyList<NamedCount>> CountsAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        Catalogue catalogue = await catalogues.GetAsync(tenant, cancellationToken);
        Sums? sums = await database.ReadStaleAsync(
            session => session.FirstOrDefaultAsync<Sums>(
                """
                select count(*) as people, coalesce(sum(ratings), 0) as ratings, coalesce(sum(views), 0) as views
                from streaming_person where tenant = @tenant
                """,
                new { tenant = tenant.Value }),
            cancellationToken);
        return
        [
            new("people", sums!.People),
            new("titles", catalogue.Titles.Count),
            new("ratings", sums.Ratings),
            new("views", sums.Views),
        ];
    }

    private sealed record Sums
    {
        public long People { get; init; }

        public long Ratings { get; init; }

        public long Views { get; init; }
    }
}
