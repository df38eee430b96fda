using System.Text;
using Perto.Testing;
using Perto.Vectors;

namespace Perto.Conformance;

/// <summary>What all the suites need. Each test has a tenant of its own, so that tests neither see nor wait for one another.</summary>
public abstract class VectorStoreConformance(IVectorStoreFixture fixture)
{
    protected IVectorStore Store => fixture.Store;

    protected ManualTimeProvider Clock => fixture.Clock;

    protected int ModelCases => fixture.ModelCases;

    protected TenantId Tenant { get; } = new(TestContext.Current.Test!.UniqueID[..32]);

    /// <summary>Skips the test for a provider that does not declare what it is about.</summary>
    protected void Requires(VectorStoreCapabilities needed) =>
        Assert.SkipUnless(Store.Capabilities.HasFlag(needed), $"{Store.Provider} does not declare {needed & ~Store.Capabilities}.");

    /// <summary>
    /// A collection with one vector <c>v</c> of two dimensions and no payload, unless the test says otherwise. Skips the test for a
    /// provider that does not declare what the schema needs.
    /// </summary>
    protected async Task<IVectorCollection> CollectionAsync(Action<CollectionSchemaBuilder>? schema = null, string name = "things")
    {
        Requires(Needs(schema ??= s => s.Dense("v", 2, Metric.Dot)));
        return await Store.CollectionAsync(Tenant, name, schema);
    }

    protected static VectorRecord Record(string id, params float[] vector) => new(id) { Vectors = { ["v"] = vector } };

    protected static VectorRecord Record(string id, string field, PayloadValue value) =>
        new(id) { Vectors = { ["v"] = new float[] { 1, 0 } }, Payload = { [field] = value } };

    /// <summary>
    /// Every operation that takes a filter gives the expected ids, the negation gives the others, and the JSON form means the same.
    /// </summary>
    protected async Task MatchesAsync(IVectorCollection collection, IReadOnlyCollection<string> all, Filter filter, string expected)
    {
        string[] matching = [.. expected.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)];
        await SeesAsync(collection, filter, matching);
        await SeesAsync(collection, !filter, [.. all.Except(matching).Order(StringComparer.Ordinal)]);
        await SeesAsync(collection, Filter.Parse(filter.ToJson()), matching);
    }

    protected static float[] RandomVector(Random random, int dimension) =>
        [.. Enumerable.Range(0, dimension).Select(_ => (random.NextSingle() * 2) - 1)];

    /// <summary>The ids of the records that match, in the order of their code points.</summary>
    protected async Task<string[]> IdsAsync(IVectorCollection collection, Filter? filter = null)
    {
        ScrollPage page = await collection.ScrollAsync(new ScrollQuery { Filter = filter, Limit = ScrollQuery.MaxLimit });
        IEnumerable<string> ids = page.Records.Select(record => record.Id);
        return Store.Capabilities.HasFlag(VectorStoreCapabilities.OrderedScroll)
            ? [.. ids]
            : [.. ids.OrderBy(Encoding.UTF8.GetBytes, Comparer<byte[]>.Create((x, y) => x.AsSpan().SequenceCompareTo(y)))];
    }

    /// <summary>Completes when all vectors of a field are in its approximate index; at once for a provider that has none.</summary>
    protected static async Task IndexedAsync(IVectorCollection collection, string vector)
    {
        CancellationToken stopping = TestContext.Current.CancellationToken;
        while (true)
        {
            CollectionStatistics statistics = await collection.StatisticsAsync(stopping);
            if (!statistics.Indexed.TryGetValue(vector, out long indexed) || indexed >= statistics.Vectors[vector])
                return;
            // Of an index that stands still nobody need wait for more.
            Assert.Equal(HealthState.Ok, (await collection.HealthAsync(stopping)).State);
            await Task.Yield();
        }
    }

    /// <summary>The operation is refused with a message that names the field and the rule.</summary>
    protected static async Task<VectorStoreException> RefusesAsync(string field, Func<Task> operation)
    {
        VectorStoreException refusal = await Assert.ThrowsAsync<VectorStoreException>(operation);
        Assert.Equal(field, refusal.Field);
        Assert.Contains($"{field} must be {refusal.Allowed}; got ", refusal.Message, StringComparison.Ordinal);
        return refusal;
    }

    protected static void VectorIs(VectorRecord? record, string name, params float[] expected) =>
        Assert.Equal(expected, record!.Vectors[name].Dense.ToArray());

    protected static VectorQuery Query(params float[] value) => new("v", value);

    protected static string[] Ids(SearchResult result) => [.. result.Hits.Select(hit => hit.Id)];

    // Each record has the vector v = (1, 0).
    private async Task SeesAsync(IVectorCollection collection, Filter filter, string[] expected)
    {
        Assert.Equal(expected, (await IdsAsync(collection, filter)).Order(StringComparer.Ordinal));
        Assert.Equal(expected.Length, await collection.CountAsync(filter));
        SearchResult found = await collection.SearchAsync(new VectorQuery("v", new float[] { 1, 0 }) { K = 100, Filter = filter });
        Assert.Equal(expected, Ids(found).Order(StringComparer.Ordinal));
    }

    // A schema that is not valid needs nothing: the store refuses it.
    private static VectorStoreCapabilities Needs(Action<CollectionSchemaBuilder> schema)
    {
        try
        {
            return CollectionSchema.Create(schema).Needs;
        }
        catch (VectorStoreException)
        {
            return VectorStoreCapabilities.None;
        }
    }
}
