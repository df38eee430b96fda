using Perto.Testing;
using Perto.Vectors;

namespace Perto.Conformance;

/// <summary>What all the suites need. Each test has a tenant of its own, so that tests neither see nor wait for one another.</summary>
public abstract class VectorStoreConformance(IVectorStoreFixture fixture)
{
    protected IVectorStore Store => fixture.Store;

    protected ManualTimeProvider Clock => fixture.Clock;

    protected TenantId Tenant { get; } = new(TestContext.Current.Test!.UniqueID[..32]);

    /// <summary>A collection with one vector <c>v</c> of two dimensions and no payload, unless the test says otherwise.</summary>
    protected async Task<IVectorCollection> CollectionAsync(Action<CollectionSchemaBuilder>? schema = null, string name = "things") =>
        await Store.CollectionAsync(Tenant, name, schema ?? (s => s.Dense("v", 2, Metric.Dot)));

    protected static VectorRecord Record(string id, params float[] vector) => new(id) { Vectors = { ["v"] = vector } };

    protected static VectorRecord Record(string id, string field, PayloadValue value) =>
        new(id) { Vectors = { ["v"] = new float[] { 1, 0 } }, Payload = { [field] = value } };

    protected static async Task<string[]> IdsAsync(IVectorCollection collection, Filter? filter = null) =>
        [.. (await collection.ScrollAsync(new ScrollQuery { Filter = filter, Limit = ScrollQuery.MaxLimit })).Records.Select(r => r.Id)];

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
}
