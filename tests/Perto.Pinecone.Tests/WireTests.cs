using System.Text.Json;
using Perto.Testing;
using Perto.Vectors;

namespace Perto.Pinecone.Tests;

/// <summary>What goes over the wire, and how often.</summary>
public sealed class WireTests
{
    [Fact]
    public async Task Every_request_has_the_key_and_the_version_and_no_address_has_the_key()
    {
        await using TestService service = await TestService.StartAsync();
        IVectorCollection things = await TestService.ThingsAsync(service.Store());
        await things.UpsertAsync(TestService.Thing("a"));
        await things.GetAsync("a");
        await things.SearchAsync(new VectorQuery("v", new float[] { 1, 0 }));
        await things.DeleteAsync(["a"]);
        Assert.All(service.Double.Requests, request =>
        {
            Assert.Equal(service.Double.ApiKey, request.Headers["api-key"]);
            Assert.Equal("2025-10", request.Headers["x-pinecone-api-version"]);
            Assert.DoesNotContain(service.Double.ApiKey, $"{request}{request.Body}", StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task A_record_is_sent_as_the_service_takes_it()
    {
        await using TestService service = await TestService.StartAsync();
        IVectorCollection things = await service.Store().CollectionAsync(TestService.Tenant, "all/kinds", s => s.Dense("v", 2, Metric.Cosine)
            .Keyword("word").Keywords("words").Keywords("none").Integer("n").Integer("large").Number("x").Boolean("flag").Time("at"));
        service.Double.ForgetRequests();
        await things.UpsertAsync(new VectorRecord("a b")
        {
            Vectors = { ["v"] = new[] { 0.6f, 0.8f } },
            Payload =
            {
                ["word"] = "x", ["words"] = new[] { "b", "a", "b" }, ["none"] = Array.Empty<string>(), ["n"] = 7, ["large"] = (1L << 53) + 1, ["x"] = 0.5, ["flag"] = false,
                ["at"] = new DateTimeOffset(2025, 1, 31, 12, 0, 0, TimeSpan.Zero),
            },
            ExpiresAt = new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero),
        });
        ReceivedRequest sent = Assert.Single(service.Requests("/vectors/upsert"));
        Assert.Equal("POST", sent.Method);
        const string Expected = """
            {"namespace": "shop~all~kinds~1", "vectors": [{"id": "a!20b", "values": [0.6, 0.8], "metadata": {
            "word": "x", "words": ["b", "a", "b"], "none~empty": true, "n": 7, "large": 9007199254740992, "large~low": 1, "x": 0.5, "flag": false,
            "at": 1738324800000000, "~expires": 1893456000000000, "~expires~low": 0}}]}
            """;
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(Expected), JsonElement.Parse(sent.Body)), sent.Body);
    }

    [Fact]
    public async Task A_search_is_one_request_and_asks_for_what_has_not_expired()
    {
        await using TestService service = await TestService.StartAsync();
        IVectorCollection things = await TestService.ThingsAsync(service.Store());
        await things.UpsertAsync([.. Enumerable.Range(0, 30).Select(i => TestService.Thing($"{i:00}", i))]);
        service.Double.ForgetRequests();
        await things.SearchAsync(new VectorQuery("v", new float[] { 0, 1 }) { K = 5, Filter = Filter.Lt("n", 20) });
        ReceivedRequest sent = Assert.Single(service.Double.Requests);
        Assert.EndsWith("/query", sent.Path, StringComparison.Ordinal);
        string expected = $$$"""
            {"namespace": "shop~things~1", "topK": 6, "vector": [0, 1], "filter": {"$and": [{"n": {"$lt": 20}}, {"~expires": {"$gt": {{{service.Clock.GetUtcNow().ToUnixTimeMilliseconds()}}}000}}]},
            "includeValues": false, "includeMetadata": true}
            """;
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(expected), JsonElement.Parse(sent.Body)), sent.Body);
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(100, 1, 100)]
    [InlineData(101, 2, 100)]
    [InlineData(1_000, 10, 100)]
    public async Task Records_are_written_a_hundred_at_a_time(int records, int requests, int most)
    {
        await using TestService service = await TestService.StartAsync();
        IVectorCollection things = await TestService.ThingsAsync(service.Store());
        service.Double.ForgetRequests();
        await things.UpsertAsync([.. Enumerable.Range(0, records).Select(i => TestService.Thing($"{i}", i))]);
        IReadOnlyList<ReceivedRequest> sent = service.Requests("/vectors/upsert");
        Assert.Equal(requests, sent.Count);
        Assert.Equal(most, sent.Max(request => JsonElement.Parse(request.Body).GetProperty("vectors").GetArrayLength()));
        // Whether queries show them is asked once, however many requests there were.
        Assert.Equal(requests + 1, service.Double.Requests.Count);
    }

    [Fact]
    public async Task No_request_that_writes_has_more_than_2_MB()
    {
        await using TestService service = await TestService.StartAsync();
        IVectorCollection things = await service.Store().CollectionAsync(TestService.Tenant, "large", s => s.Dense("v", 4_096, Metric.Dot).Keyword("word"));
        Random random = Seeds.Random();
        VectorRecord[] records = [.. Enumerable.Range(0, 100).Select(i => new VectorRecord($"{i}")
        {
            Vectors = { ["v"] = Enumerable.Range(0, 4_096).Select(_ => random.NextSingle()).ToArray() },
            Payload = { ["word"] = new string('w', 30_000) },
        })];
        await things.UpsertAsync(records);
        Assert.Equal(100, await things.CountAsync());
        Assert.All(service.Requests("/vectors/upsert"), request => Assert.InRange(request.Body.Length, 1, 2_000_100));
        Assert.Equal(100, (await things.GetAsync([.. records.Select(record => record.Id)])).Count);
    }

    [Fact]
    public async Task Records_with_long_ids_are_read_by_addresses_that_servers_take()
    {
        await using TestService service = await TestService.StartAsync();
        IVectorCollection things = await TestService.ThingsAsync(service.Store());
        string[] ids = [.. Enumerable.Range(0, 100).Select(i => $"{i:000}{new string('%', 500)}")];
        await things.UpsertAsync([.. ids.Select(id => TestService.Thing(id))]);
        Assert.Equal(ids, (await things.GetAsync(ids)).Select(record => record.Id));
        Assert.All(service.Requests("/vectors/fetch"), request => Assert.InRange(request.Query.Length, 1, 6_000));
    }

    [Fact]
    public async Task Hits_with_more_payload_than_an_answer_holds_are_read_afterwards()
    {
        await using TestService service = await TestService.StartAsync();
        IVectorCollection things = await TestService.ThingsAsync(service.Store());
        VectorRecord[] records = [.. Enumerable.Range(0, 200).Select(i => TestService.Thing($"{i:000}", i))];
        foreach (VectorRecord record in records)
            record.Payload["word"] = new string('w', 35_000);
        await things.UpsertAsync(records);
        SearchResult found = await things.SearchAsync(new VectorQuery("v", new float[] { 0, 1 }) { K = 150, IncludeVectors = true });
        Assert.Equal(Enumerable.Range(50, 150).Reverse().Select(i => $"{i:000}"), found.Hits.Select(hit => hit.Id));
        Assert.All(found.Hits, hit => Assert.Equal(35_000, hit.Payload["word"].Keyword.Length));
        Assert.All(found.Hits, hit => Assert.Equal(2, hit.Vectors["v"].Dense.Length));
    }
}
