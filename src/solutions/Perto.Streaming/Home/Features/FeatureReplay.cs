using Perto.Platform;
using Perto.Recommendations;

namespace Perto.Streaming;

/// <summary>
/// The features of pages of the past, for training: the same definitions as <see cref="HomeFeatures"/> over the feature store's history and the
/// person's history, both as they were known at the moment of the example. Nothing that came after it reaches it. What the catalogue and the account
/// say is that of today.
/// </summary>
public sealed class FeatureReplay(FeatureStore store, CatalogueStore catalogues, People people, IDatabase database)
{
    private static readonly string[] Views = [.. HomeFeatures.PersonViews, .. HomeFeatures.ServiceViews, .. HomeFeatures.TitleViews];

    private readonly Pasts _pasts = new(database);

    /// <summary>Describes examples.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="examples">In any order; all of them are held in memory, so give some thousands at once.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>A row for each example, in their order; all NaN for a title that the catalogue does not have.</returns>
    public async Task<FeatureTable> DescribeAsync(TenantId tenant, IReadOnlyList<FeatureExample> examples, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(examples);
        Catalogue catalogue = await catalogues.GetAsync(tenant, cancellationToken);
        var table = new FeatureTable(HomeFeatures.Columns, examples.Count);
        IReadOnlyList<FeatureReading>[] readings = await JoinAsync(tenant, examples, cancellationToken);
        foreach (IGrouping<string, int> person in Enumerable.Range(0, examples.Count).GroupBy(i => examples[i].Person, StringComparer.Ordinal))
        {
            Person known = await people.FindAsync(tenant, person.Key, catalogue, cancellationToken);
            PersonPast past = await _pasts.FindAsync(tenant, person.Key, catalogue, cancellationToken);
            foreach (IGrouping<(DateTimeOffset, HomeRequest), int> page in person.GroupBy(i => (examples[i].At, examples[i].Request)))
            {
                (DateTimeOffset at, HomeRequest request) = page.Key;
                var context = new HomeContext(tenant, known with { History = past.At(UnixMicros.From(at)) }, request, catalogue, new LiveModel(Model: null, Failed: false)) { At = at };
                Fill(context, [.. page], examples, readings, table);
            }
        }
        return table;
    }

    private static void Fill(HomeContext context, int[] page, IReadOnlyList<FeatureExample> examples, IReadOnlyList<FeatureReading>[] readings, FeatureTable table)
    {
        IReadOnlyList<FeatureReading> first = readings[page[0]];
        CandidateFacts facts = HomeFeatures.Facts(context, SourceScores.Of([.. page.Select(i => examples[i].Scores)]), ModelScores.NotKnown, first[0], first[1], first[2], first[3]);
        for (int row = 0; row < page.Length; row++)
        {
            IReadOnlyList<FeatureReading> known = readings[page[row]];
            if (context.Catalogue.Find(examples[page[row]].Title) is { } title)
                facts.Fill(row, title, new TitleActivity(revision: 0, known[4], known[5], known[6], known[7]), table[page[row]]);
        }
    }

    private async Task<IReadOnlyList<FeatureReading>[]> JoinAsync(TenantId tenant, IReadOnlyList<FeatureExample> examples, CancellationToken cancellationToken)
    {
        var readings = new IReadOnlyList<FeatureReading>[examples.Count];
        int next = 0;
        await foreach (JoinedRow row in store.JoinAsync(tenant, Views, examples.Select(example => Row(example.Person, example.Title, example.At)).ToAsyncEnumerable(), cancellationToken))
            readings[next++] = row.Readings;
        return readings;
    }

    /// <summary>What the feature store is asked for a title before a person at a moment.</summary>
    internal static JoinRow Row(string person, string title, DateTimeOffset at) => new()
    {
        At = at,
        Keys = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [FeatureView.Person] = person,
            [ActivityViews.TitleEntity] = title,
            [ActivityViews.ServiceEntity] = ActivityViews.ServiceKey,
        },
    };
}
