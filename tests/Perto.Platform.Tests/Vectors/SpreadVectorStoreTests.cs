using Perto.Testing;
using Perto.Vectors;
using Perto.Vectors.Storage;

namespace Perto.Platform.Tests;

public sealed class SpreadVectorStoreTests : IAsyncDisposable
{
    private static readonly TenantId Tenant = TenantId.Local;

    private readonly ManualTimeProvider _clock = new();
    private readonly EmbeddedVectorStore _inner;
    private readonly SpreadVectorStore _store;

    public SpreadVectorStoreTests()
    {
        _inner = new EmbeddedVectorStore(_clock);
        _store = new SpreadVectorStore(new OneVectorStore(_inner));
    }

    public ValueTask DisposeAsync() => _inner.DisposeAsync();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_vector_is_searched_by_its_own_metric_and_a_record_is_read_whole()
    {
        IVectorCollection collection = await FilledAsync();

        Assert.Equal(["big", "near"], await FoundAsync(collection, new VectorQuery("dot", new float[] { 1, 0 }) { K = 2 }));
        Assert.Equal(["near", "big"], await FoundAsync(collection, new VectorQuery("cosine", new float[] { 1, 0.1f }) { K = 2 }));
        VectorRecord record = (await collection.GetAsync("near", cancellationToken: Token))!;
        Assert.Equal(["cosine", "dot"], record.Vectors.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(3, await collection.CountAsync(cancellationToken: Token));
        ScrollPage page = await collection.ScrollAsync(new ScrollQuery { IncludeVectors = true }, Token);
        Assert.All(page.Records, one => Assert.Equal(2, one.Vectors.Count));
        SearchHit hit = (await collection.SearchAsync(new VectorQuery("dot", new float[] { 1, 0 }) { K = 1, IncludeVectors = true }, Token)).Hits[0];
        Assert.Equal(2, hit.Vectors.Count);
    }

    [Fact]
    public async Task Several_searches_of_several_vectors_are_answered_in_their_order()
    {
        IVectorCollection collection = await FilledAsync();

        IReadOnlyList<SearchResult> found = await collection.SearchAsync(
            [
                new VectorQuery("cosine", new float[] { 1, 0.1f }) { K = 1 },
                new VectorQuery("dot", new float[] { 1, 0 }) { K = 1 },
                new VectorQuery("cosine", new float[] { 0, 1 }) { K = 1 },
            ],
            Token);

        Assert.Equal(["near", "big", "away"], found.Select(result => result.Hits[0].Id));
    }

    [Fact]
    public async Task Changes_reach_every_vector()
    {
        IVectorCollection collection = await FilledAsync();

        Assert.True(await collection.UpdatePayloadAsync("near", new Dictionary<string, PayloadValue>(StringComparer.Ordinal) { ["n"] = 9 }, Token));
        Assert.False(await collection.UpdatePayloadAsync("nobody", new Dictionary<string, PayloadValue>(StringComparer.Ordinal) { ["n"] = 9 }, Token));
        foreach (string vector in (string[])["dot", "cosine"])
            Assert.Equal(["near"], await FoundAsync(collection, new VectorQuery(vector, new float[] { 1, 0 }) { Filter = Filter.Eq("n", 9) }));
        Assert.Equal(1, await collection.DeleteAsync(Filter.Eq("n", 9), Token));
        Assert.Equal(1, await collection.DeleteAsync(["big", "nobody"], Token));
        foreach (string vector in (string[])["dot", "cosine"])
            Assert.Equal(["away"], await FoundAsync(collection, new VectorQuery(vector, new float[] { 1, 0 })));
    }

    [Fact]
    public async Task A_collection_is_found_listed_and_deleted_as_one()
    {
        await FilledAsync();
        await _store.CollectionAsync(Tenant, "other", schema => schema.Dense("v", 2, Metric.Dot), Token);

        Assert.Equal(["other", "things"], await _store.NamesAsync(Tenant, Token));
        IVectorCollection found = (await _store.FindAsync(Tenant, "things", Token))!;
        Assert.Equal((await FilledAsync()).Schema, found.Schema);
        Assert.Equal(3, (await found.StatisticsAsync(Token)).Vectors["cosine"]);
        Assert.True(await _store.DeleteAsync(Tenant, "things", Token));
        Assert.Null(await _store.FindAsync(Tenant, "things", Token));
        Assert.Equal(["other"], await _inner.NamesAsync(Tenant, Token));
    }

    [Fact]
    public async Task What_would_need_more_than_one_vector_at_once_is_refused()
    {
        IVectorCollection collection = await FilledAsync();

        CapabilityMissingException partial = await Assert.ThrowsAsync<CapabilityMissingException>(
            () => collection.UpsertAsync([Record("whole", [1, 0], 1), new VectorRecord("half") { Vectors = { ["dot"] = new float[] { 1, 0 } } }], Token).AsTask());
        CapabilityMissingException fused = await Assert.ThrowsAsync<CapabilityMissingException>(() => collection.SearchAsync(
            new FusedQuery(new FusedPart("dot", new float[] { 1, 0 }), new FusedPart("cosine", new float[] { 1, 0 })), Token).AsTask());

        Assert.Equal(("records[1].vectors.cosine", "parts[1].vector"), (partial.Field, fused.Field));
        Assert.Equal(3, await collection.CountAsync(cancellationToken: Token));
    }

    [Theory, InlineData("a::b"), InlineData(":a"), InlineData("a:")]
    public async Task A_name_that_could_be_taken_for_that_of_a_part_is_refused(string name)
    {
        VectorStoreException refused = await Assert.ThrowsAsync<VectorStoreException>(
            () => _store.CollectionAsync(Tenant, name, schema => schema.Dense("v", 2, Metric.Dot), Token).AsTask());
        Assert.Equal(("name", name), (refused.Field, refused.Given));
    }

    [Fact]
    public async Task A_name_that_leaves_no_room_for_those_of_the_vectors_is_refused_as_it_was_given()
    {
        string longest = new('n', 118), tooLong = new('n', 119);

        await _store.CollectionAsync(Tenant, longest, Two, Token);
        VectorStoreException refused = await Assert.ThrowsAsync<VectorStoreException>(() => _store.CollectionAsync(Tenant, tooLong, Two, Token).AsTask());

        Assert.Equal(("collection", tooLong), (refused.Field, refused.Given));
        Assert.Contains("1..118", refused.Message, StringComparison.Ordinal);
        Assert.Equal([longest], await _store.NamesAsync(Tenant, Token));
    }

    [Fact]
    public async Task Another_schema_is_refused_and_nothing_is_made()
    {
        await FilledAsync();
        await _store.CollectionAsync(Tenant, "single", schema => schema.Dense("dot", 2, Metric.Dot), Token);
        IReadOnlyList<string> before = await _inner.NamesAsync(Tenant, Token);

        await RefusedAsync("things", schema => schema.Dense("dot", 2, Metric.Dot).Integer("n"));
        await RefusedAsync("things", schema => schema.Dense("dot", 2, Metric.Dot).Dense("other", 2, Metric.Dot).Integer("n"));
        await RefusedAsync("things", schema => schema.Dense("dot", 2, Metric.Dot).Dense("cosine", 2, Metric.Cosine).Dense("third", 2, Metric.Dot).Integer("n"));
        await RefusedAsync("things", schema => schema.Dense("dot", 2, Metric.Dot).Dense("cosine", 3, Metric.Cosine).Integer("n"));
        await RefusedAsync("single", Two);

        Assert.Equal(before, await _inner.NamesAsync(Tenant, Token));
    }

    [Fact]
    public async Task A_collection_is_found_when_all_its_parts_are_there()
    {
        var failing = new OneVectorStore(_inner) { FailsAt = 2 };
        await Assert.ThrowsAsync<StorageException>(() => new SpreadVectorStore(failing).CollectionAsync(Tenant, "things", Two, Token).AsTask());

        Assert.Single(await _inner.NamesAsync(Tenant, Token));
        Assert.Null(await _store.FindAsync(Tenant, "things", Token));
        Assert.Empty(await _store.NamesAsync(Tenant, Token));

        await _store.CollectionAsync(Tenant, "things", Two, Token);
        Assert.NotNull(await _store.FindAsync(Tenant, "things", Token));
        Assert.Equal(["things"], await _store.NamesAsync(Tenant, Token));
    }

    [Fact]
    public async Task Every_handle_has_the_same_first_part()
    {
        IVectorCollection made = await FilledAsync();
        IVectorCollection found = (await _store.FindAsync(Tenant, "things", Token))!;
        // As a write that broke off leaves it: the first part is written last.
        IVectorCollection other = (await _inner.FindAsync(Tenant, "things::2:dot", Token))!;
        await other.UpsertAsync(new VectorRecord("half") { Vectors = { ["dot"] = new float[] { 1, 0 } } }, Token);

        Assert.Equal(3, await made.CountAsync(cancellationToken: Token));
        Assert.Equal(3, await found.CountAsync(cancellationToken: Token));
    }

    [Fact]
    public void What_is_checked_is_each_part()
    {
        _store.Check(CollectionSchema.Create(Two));

        var plain = new SpreadVectorStore(new OneVectorStore(_inner) { Lacks = VectorStoreCapabilities.Text });
        CapabilityMissingException missing = Assert.Throws<CapabilityMissingException>(() => plain.Check(CollectionSchema.Create(schema => Two(schema.Text("words")))));
        Assert.Equal(("schema.words", VectorStoreCapabilities.Text), (missing.Field, missing.Missing));
    }

    [Fact]
    public async Task Records_expire_with_all_their_vectors()
    {
        IVectorCollection collection = await FilledAsync();
        await collection.UpdateAsync("near", new VectorPatch { ExpiresAt = _clock.GetUtcNow().AddMinutes(1) }, Token);

        _clock.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(2, await collection.CountAsync(cancellationToken: Token));
        Assert.DoesNotContain("near", await FoundAsync(collection, new VectorQuery("cosine", new float[] { 1, 0 })));
    }

    private static void Two(CollectionSchemaBuilder schema) => schema.Dense("dot", 2, Metric.Dot).Dense("cosine", 2, Metric.Cosine);

    private async Task RefusedAsync(string name, Action<CollectionSchemaBuilder> schema)
    {
        VectorStoreException refused = await Assert.ThrowsAsync<VectorStoreException>(() => _store.CollectionAsync(Tenant, name, schema, Token).AsTask());
        Assert.Equal("schema", refused.Field);
        Assert.Contains($"'{name}'", refused.Message, StringComparison.Ordinal);
    }

    private async Task<IVectorCollection> FilledAsync()
    {
        IVectorCollection collection = await _store.CollectionAsync(
            Tenant, "things", schema => schema.Dense("dot", 2, Metric.Dot).Dense("cosine", 2, Metric.Cosine).Integer("n"), Token);
        await collection.UpsertAsync([Record("big", [5, 5], 1), Record("near", [1, 0.1f], 2), Record("away", [0, 1], 3)], Token);
        return collection;
    }

    private static VectorRecord Record(string id, float[] vector, int n) => new(id) { Vectors = { ["dot"] = vector, ["cosine"] = vector }, Payload = { ["n"] = n } };

    private static async Task<IEnumerable<string>> FoundAsync(IVectorCollection collection, VectorQuery query) =>
        (await collection.SearchAsync(query, Token)).Hits.Select(hit => hit.Id);
}
