using System.Text;
using Perto.Testing;
using Perto.Vectors;

namespace Perto.Pinecone.Tests;

/// <summary>Where the service has less room than the contract, and what is done about it.</summary>
public sealed class LimitTests
{
    [Fact]
    public async Task More_payload_than_the_service_keeps_is_refused_and_nothing_is_written()
    {
        await using TestService service = await TestService.StartAsync();
        IVectorCollection things = await TestService.ThingsAsync(service.Store());
        VectorRecord large = TestService.Thing("large");
        large.Payload["word"] = new string('w', 41_000);
        VectorStoreException refusal = await Assert.ThrowsAsync<VectorStoreException>(() => things.UpsertAsync([TestService.Thing("a"), large]).AsTask());
        Assert.Equal("records[1].payload", refusal.Field);
        Assert.Contains("at most 40960 bytes", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("payload", (await Assert.ThrowsAsync<VectorStoreException>(() => things.UpsertAsync(large).AsTask())).Field);
        Assert.Equal(0, await things.CountAsync());

        await things.UpsertAsync(TestService.Thing("a"));
        refusal = await Assert.ThrowsAsync<VectorStoreException>(() => things.UpdateAsync("a", new VectorPatch { Payload = { ["word"] = large.Payload["word"] } }).AsTask());
        Assert.Equal("payload", refusal.Field);
        Assert.Single((await things.GetAsync("a"))!.Payload);
    }

    [Fact]
    public async Task A_change_of_many_that_does_not_fit_one_of_them_changes_none()
    {
        await using TestService service = await TestService.StartAsync();
        IVectorCollection things = await service.Store().CollectionAsync(TestService.Tenant, "things", s => s.Dense("v", 2, Metric.Dot).Keyword("a").Keyword("b"));
        VectorRecord[] records = [.. Enumerable.Range(0, 350).Select(i => new VectorRecord($"{i:000}") { Vectors = { ["v"] = new float[] { 1, i } } })];
        records[340].Payload["a"] = new string('a', 25_000);
        await things.UpsertAsync(records);
        VectorStoreException refusal = await Assert.ThrowsAsync<VectorStoreException>(
            () => things.UpdatePayloadAsync(Filter.Everything, new Dictionary<string, PayloadValue> { ["b"] = new string('b', 25_000) }).AsTask());
        Assert.Equal("payload", refusal.Field);
        Assert.Equal(350, await things.CountAsync(Filter.Missing("b")));
    }

    [Fact]
    public async Task As_much_payload_as_the_service_keeps_is_kept()
    {
        await using TestService service = await TestService.StartAsync();
        IVectorCollection things = await TestService.ThingsAsync(service.Store());
        VectorRecord large = TestService.Thing("large");
        large.Payload["word"] = new string('w', 40_000);
        await things.UpsertAsync(large);
        Assert.Equal(40_000, (await things.GetAsync("large"))!.Payload["word"].Keyword.Length);
    }

    [Fact]
    public async Task A_record_without_its_vector_is_refused_with_advice()
    {
        await using TestService service = await TestService.StartAsync();
        IVectorCollection things = await TestService.ThingsAsync(service.Store());
        CapabilityMissingException refusal = await Assert.ThrowsAsync<CapabilityMissingException>(() => things.UpsertAsync([TestService.Thing("a"), new VectorRecord("bare")]).AsTask());
        Assert.Equal(("records[1].vectors.v", VectorStoreCapabilities.NamedVectors), (refusal.Field, refusal.Missing));
        await things.UpsertAsync(TestService.Thing("a"));
        refusal = await Assert.ThrowsAsync<CapabilityMissingException>(() => things.UpdateAsync("a", new VectorPatch { Vectors = { ["v"] = null } }).AsTask());
        Assert.Equal("vectors.v", refusal.Field);
        Assert.Single((await things.GetAsync("a"))!.Vectors);
    }

    [Fact]
    public async Task The_zero_vector_which_the_service_does_not_take_is_kept_and_found()
    {
        await using TestService service = await TestService.StartAsync();
        PineconeVectorStore store = service.Store();
        foreach (Metric metric in new[] { Metric.Dot, Metric.Euclidean })
        {
            IVectorCollection things = await store.CollectionAsync(TestService.Tenant, $"{metric}", s => s.Dense("v", 2, metric).Integer("n"));
            await things.UpsertAsync([Vector("zero", 0, 0), Vector("near", 0.5f, 0), Vector("far", -3, 4)]);
            Assert.Equal(new float[2], (await things.GetAsync("zero"))!.Vectors["v"].Dense.ToArray());
            SearchResult found = await things.SearchAsync(new VectorQuery("v", new float[] { 1, 0 }) { IncludeVectors = true });
            Assert.Equal(["near", "zero", "far"], found.Hits.Select(hit => hit.Id));
            Assert.Equal(metric == Metric.Dot ? 0f : 0.5f, found.Hits[1].Score, 1e-6f);
            Assert.Equal(new float[2], found.Hits[1].Vectors["v"].Dense.ToArray());

            SearchResult of = await things.SearchAsync(new VectorQuery("v", new float[2]));
            Assert.Equal(metric == Metric.Dot ? ["far", "near", "zero"] : ["zero", "near", "far"], of.Hits.Select(hit => hit.Id));
            Assert.Equal(metric == Metric.Dot ? [0f, 0, 0] : [1f, 1 / 1.5f, 1 / 6f], of.Hits.Select(hit => hit.Score), (x, y) => Math.Abs(x - y) < 1e-6f);
        }

        static VectorRecord Vector(string id, float x, float y) => new(id) { Vectors = { ["v"] = new[] { x, y } } };
    }

    [Fact]
    public async Task Long_ids_come_in_their_order_on_pages_of_any_size()
    {
        await using TestService service = await TestService.StartAsync();
        IVectorCollection things = await TestService.ThingsAsync(service.Store());
        Random random = Seeds.Random();
        string begin = new('é', 250);
        string[] ids =
        [
            .. Enumerable.Range(0, 260).Select(i => $"{begin}{i * 7919 % 997:000}"),
            .. Enumerable.Range(0, 60).Select(i => $"{i:00}"), .. Enumerable.Range(0, 60).Select(i => $"ê{random.Next()}"), begin, begin[..200], $"{begin}\u0001",
        ];
        await things.UpsertAsync([.. ids.Select(id => TestService.Thing(id))]);
        string[] expected = [.. ids.Distinct().OrderBy(Encoding.UTF8.GetBytes, Comparer<byte[]>.Create((x, y) => x.AsSpan().SequenceCompareTo(y)))];
        foreach (int limit in new[] { 1, 7, 100, 1_000 })
        {
            List<string> seen = [];
            string? cursor = null;
            do
            {
                ScrollPage page = await things.ScrollAsync(new ScrollQuery { Limit = limit, Cursor = cursor });
                seen.AddRange(page.Records.Select(record => record.Id));
                cursor = page.Cursor;
            }
            while (cursor is not null && seen.Count < 2 * ids.Length && (limit > 1 || seen.Count < 100));
            Assert.Equal(expected.Take(seen.Count), seen);
            Assert.True(limit == 1 || seen.Count == expected.Length);
        }
        SearchResult found = await things.SearchAsync(new VectorQuery("v", new float[] { 1, 0 }) { K = 10, IncludePayload = false });
        Assert.Equal(expected.Take(10), found.Hits.Select(hit => hit.Id));
        Assert.Equal(3, await things.DeleteAsync([.. expected[^3..]]));
    }

    [Fact]
    public async Task A_page_whose_token_the_service_has_forgotten_goes_on_where_it_ended()
    {
        await using TestService service = await TestService.StartAsync();
        IVectorCollection things = await TestService.ThingsAsync(service.Store());
        await things.UpsertAsync([.. Enumerable.Range(0, 250).Select(i => TestService.Thing($"{i:000}"))]);
        ScrollPage first = await things.ScrollAsync(new ScrollQuery { Limit = 230 });
        service.Double.Faults.Next(new Fault.Status(400, Body: """{"code": 3, "message": "Invalid pagination token"}"""), only: static request => request.Query.ContainsKey("paginationToken"));
        ScrollPage second = await things.ScrollAsync(new ScrollQuery { Limit = 230, Cursor = first.Cursor });
        Assert.Equal(Enumerable.Range(230, 20).Select(i => $"{i:000}"), second.Records.Select(record => record.Id));
        Assert.Null(second.Cursor);
    }

    [Fact]
    public async Task An_exact_search_over_more_records_than_are_to_be_read_is_refused_with_advice()
    {
        await using TestService service = await TestService.StartAsync();
        IVectorCollection things = await TestService.ThingsAsync(service.Store(settings => settings.ExactRecords = 100));
        await things.UpsertAsync([.. Enumerable.Range(0, 150).Select(i => TestService.Thing($"{i:000}", i))]);
        VectorStoreException refusal = await Assert.ThrowsAsync<VectorStoreException>(
            () => things.SearchAsync(new VectorQuery("v", new float[] { 0, 1 }) { Exact = true }).AsTask());
        Assert.Equal("exact", refusal.Field);
        Assert.Contains("Perto:Pinecone:ExactRecords", refusal.Message, StringComparison.Ordinal);
        SearchResult narrower = await things.SearchAsync(new VectorQuery("v", new float[] { 0, 1 }) { Exact = true, K = 1, Filter = Filter.Lt("n", 100) });
        Assert.Equal("099", Assert.Single(narrower.Hits).Id);
        Assert.Equal("exact over the matches", narrower.Explain.Strategy);
    }

    [Fact]
    public async Task Groups_that_stand_behind_all_hits_that_the_service_gives_are_found()
    {
        await using TestService service = await TestService.StartAsync();
        IVectorCollection things = await TestService.ThingsAsync(service.Store());
        await things.UpsertAsync(
        [
            .. Enumerable.Range(0, 10_500).Select(i => new VectorRecord($"{i:00000}") { Vectors = { ["v"] = new float[] { 20_000 - i, 1 } }, Payload = { ["word"] = "crowd" } }),
            new VectorRecord("deep") { Vectors = { ["v"] = new float[] { 1, 1 } }, Payload = { ["word"] = "rare" } },
        ]);
        SearchResult found = await things.SearchAsync(new VectorQuery("v", new float[] { 1, 0 }) { K = 2, Group = new GroupBy("word") });
        Assert.Equal(["00000", "deep"], found.Hits.Select(hit => hit.Id));
        Assert.Equal(10_501, await things.CountAsync());
        Assert.Equal(10_500, await things.UpdatePayloadAsync(Filter.Eq("word", "crowd"), new Dictionary<string, PayloadValue> { ["n"] = 1, ["word"] = PayloadValue.None }));
        Assert.Equal(10_500, await things.CountAsync(Filter.Missing("word") & Filter.Eq("n", 1)));
    }
}
