using Perto.Vectors;

namespace Perto.Conformance;

/// <summary>Asks a store for what a capability is about, and says whether it did it.</summary>
/// <param name="fixture">The provider.</param>
/// <param name="tenant">Whose collections are made.</param>
internal sealed class CapabilityProbe(IVectorStoreFixture fixture, TenantId tenant)
{
    /// <summary>Those that can be seen to be there or not. Atomic batches show in races alone, which the suite has.</summary>
    public static IReadOnlyList<VectorStoreCapabilities> Seen { get; } =
        [.. Enum.GetValues<VectorStoreCapabilities>().Except([VectorStoreCapabilities.None, VectorStoreCapabilities.All, VectorStoreCapabilities.AtomicBatches])];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Whether the store does it; a store that refuses says what to do instead.</summary>
    public async Task<bool> WorksAsync(VectorStoreCapabilities capability)
    {
        try
        {
            return await TryAsync(capability);
        }
        catch (CapabilityMissingException refusal)
        {
            Assert.Equal(fixture.Store.Provider, refusal.Provider);
            Assert.True(refusal.Missing.HasFlag(capability));
            Assert.NotEmpty(refusal.Advice);
            return false;
        }
    }

    private Task<bool> TryAsync(VectorStoreCapabilities capability) => capability switch
    {
        VectorStoreCapabilities.Manhattan => FindsAsync(s => s.Dense("v", 2, Metric.Manhattan), new float[] { 1, 0 }, new float[] { 0, 1 }),
        VectorStoreCapabilities.NamedVectors => FindsAsync(s => s.Dense("v", 2, Metric.Dot).Dense("w", 2, Metric.Dot), new float[] { 1, 0 }, new float[] { 0, 1 }),
        VectorStoreCapabilities.Bits => FindsAsync(s => s.Bits("v", 8), new BitVector(new byte[] { 0b1 }), new BitVector(new byte[] { 0b1110 })),
        VectorStoreCapabilities.Sparse => FindsAsync(s => s.Sparse("v", Metric.Dot), new SparseVector([3], [2]), new SparseVector([4], [1])),
        VectorStoreCapabilities.Bm25 => FindsAsync(s => s.Sparse("v"), new SparseVector([3], [2]), new SparseVector([4], [1])),
        VectorStoreCapabilities.Geo => MatchesAsync(
            s => s.Dense("v", 2, Metric.Dot).Geo("at"), "at", new GeoPoint(52.5, 13.4), Filter.Near("at", new GeoPoint(52.5, 13.4), meters: 1_000)),
        VectorStoreCapabilities.Text => MatchesAsync(s => s.Dense("v", 2, Metric.Dot).Text("about"), "about", "a quiet film", Filter.Words("about", "quiet")),
        VectorStoreCapabilities.Expiry => ExpiresAsync(),
        VectorStoreCapabilities.ExplainCounts => CountsAsync(),
        VectorStoreCapabilities.OrderedScroll => ScrollsInOrderAsync(),
        _ => throw new ArgumentOutOfRangeException(nameof(capability), capability, "is not one that can be seen"),
    };

    private async Task<bool> FindsAsync(Action<CollectionSchemaBuilder> schema, VectorValue one, VectorValue other)
    {
        IVectorCollection collection = await MakeAsync(schema);
        await collection.UpsertAsync([new VectorRecord("one") { Vectors = { ["v"] = one } }, new VectorRecord("other") { Vectors = { ["v"] = other } }], Token);
        SearchResult found = await collection.SearchAsync(new VectorQuery("v", one) { K = 1 }, Token);
        return found.Hits is [{ Id: "one" }];
    }

    private async Task<bool> MatchesAsync(Action<CollectionSchemaBuilder> schema, string field, PayloadValue value, Filter filter)
    {
        IVectorCollection collection = await MakeAsync(schema);
        await collection.UpsertAsync([Record("with", (field, value)), Record("without")], Token);
        return await collection.CountAsync(filter, Token) == 1;
    }

    private async Task<bool> ExpiresAsync()
    {
        IVectorCollection collection = await MakeAsync(s => s.Dense("v", 2, Metric.Dot));
        await collection.UpsertAsync(
            new VectorRecord("brief") { Vectors = { ["v"] = new float[] { 1, 0 } }, ExpiresAt = fixture.Clock.GetUtcNow().AddMinutes(1) }, Token);
        fixture.Clock.Advance(TimeSpan.FromMinutes(2));
        return await collection.CountAsync(cancellationToken: Token) == 0;
    }

    private async Task<bool> CountsAsync()
    {
        IVectorCollection collection = await MakeAsync(s => s.Dense("v", 2, Metric.Dot));
        await collection.UpsertAsync(Record("one"), Token);
        return (await collection.SearchAsync(new VectorQuery("v", new float[] { 1, 0 }), Token)).Explain.Compared > 0;
    }

    private async Task<bool> ScrollsInOrderAsync()
    {
        IVectorCollection collection = await MakeAsync(s => s.Dense("v", 2, Metric.Dot));
        // So many that no other order is this one by chance.
        string[] ids = [.. Enumerable.Range(0, 40).Select(i => $"r{i:00}")];
        await collection.UpsertAsync([.. ids.Reverse().Select(id => Record(id))], Token);
        ScrollPage page = await collection.ScrollAsync(new ScrollQuery { Limit = ids.Length }, Token);
        return page.Records.Select(record => record.Id).SequenceEqual(ids, StringComparer.Ordinal);
    }

    private async Task<IVectorCollection> MakeAsync(Action<CollectionSchemaBuilder> schema)
    {
        await fixture.Store.DeleteAsync(tenant, "probe", Token);
        return await fixture.Store.CollectionAsync(tenant, "probe", schema, Token);
    }

    private static VectorRecord Record(string id, params ReadOnlySpan<(string Field, PayloadValue Value)> payload)
    {
        VectorRecord record = new(id) { Vectors = { ["v"] = new float[] { 1, 0 } } };
        foreach ((string field, PayloadValue value) in payload)
            record.Payload[field] = value;
        return record;
    }
}
