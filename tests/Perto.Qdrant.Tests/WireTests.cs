using System.Text.Json;
using Perto.Testing;
using Perto.Vectors;

namespace Perto.Qdrant.Tests;

/// <summary>What goes over the wire, request by request.</summary>
public sealed class WireTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private QdrantDouble _server = null!;

    public async ValueTask InitializeAsync() => _server = await QdrantDouble.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_collection_is_made_with_its_vectors_and_an_index_for_each_field()
    {
        await using TestStore process = new(
            _server.Url, ("Perto:Qdrant:Shards", "3"), ("Perto:Qdrant:Replicas", "2"), ("Perto:Qdrant:M", "24"), ("Perto:Qdrant:OnDisk", "true"));
        await process.Store.CollectionAsync(TestStore.Tenant, "films", All, None);

        JsonElement made = Body(Assert.Single(_server.Requests, request => request is { Method: "PUT", Path: "/collections/perto.shop.films~1" }));
        Assert.Equal(
            """{"size":3,"distance":"Cosine","on_disk":true,"hnsw_config":{"m":24,"ef_construct":200,"on_disk":true}}""",
            made.GetProperty("vectors").GetProperty("plot").GetRawText());
        Assert.Equal("Euclid", made.GetProperty("vectors").GetProperty("far").GetProperty("distance").GetString());
        Assert.Equal("Manhattan", made.GetProperty("vectors").GetProperty("blocks").GetProperty("distance").GetString());
        Assert.Equal("""{"size":16,"distance":"Dot"}""", Only(made.GetProperty("vectors").GetProperty("bits"), "size", "distance"));
        Assert.Equal("""{"words":{"index":{"on_disk":true}}}""", made.GetProperty("sparse_vectors").GetRawText());
        Assert.Equal((3, 2, 2), (made.GetProperty("shard_number").GetInt32(), made.GetProperty("replication_factor").GetInt32(), made.GetProperty("write_consistency_factor").GetInt32()));
        Assert.Equal(
            [
                "\"$expires\" integer", "\"$signed:words\" bool", "genre keyword", "tags keyword", "year integer", "rating float", "seen bool", "at datetime",
                "place.lat float", "place.lon float", "\"$words:text\" keyword",
            ],
            _server.Requests.Where(request => request.Path == "/collections/perto.shop.films~1/index")
                .Select(request => $"{Body(request).GetProperty("field_name").GetString()} {Body(request).GetProperty("field_schema").GetString()}"));
        Assert.All(_server.Requests.Where(request => request.Method == "PUT" && request.Path.EndsWith("/index", StringComparison.Ordinal)), request => Assert.Equal("?wait=true", request.Query));
    }

    [Fact]
    public async Task A_record_is_a_point_whose_payload_holds_its_id_and_what_filters_need()
    {
        await using TestStore process = new(_server.Url);
        IVectorCollection films = await process.Store.CollectionAsync(TestStore.Tenant, "films", All, None);
        await films.UpsertAsync(
            new VectorRecord("heat")
            {
                Vectors =
                {
                    ["plot"] = new float[] { 3, 0, 4 },
                    ["bits"] = new BitVector(new byte[] { 0b101, 0 }),
                    ["words"] = new SparseVector([7, 2], [0.5f, -1]),
                },
                Payload =
                {
                    ["genre"] = "crime",
                    ["tags"] = Array.Empty<string>(),
                    ["year"] = long.MaxValue,
                    ["rating"] = 8.25,
                    ["seen"] = true,
                    ["at"] = new DateTimeOffset(2025, 1, 31, 12, 0, 0, TimeSpan.FromHours(2)),
                    ["place"] = new GeoPoint(34, -118),
                    ["text"] = "Heat, the HEAT!",
                },
                ExpiresAt = new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero),
            },
            None);

        ReceivedRequest written = _server.Requests[^1];
        Assert.Equal("PUT /collections/perto.shop.films~1/points?wait=true", written.ToString());
        JsonElement point = Assert.Single(Body(written).GetProperty("points").EnumerateArray());
        Assert.Equal(PointId.Of("heat").ToString(), point.GetProperty("id").GetString());
        Assert.Equal(
            """{"plot":[0.6,0,0.8],"bits":[1,-1,1,-1,-1,-1,-1,-1,-1,-1,-1,-1,-1,-1,-1,-1],"words":{"indices":[2,7],"values":[-1,0.5]}}""",
            point.GetProperty("vector").GetRawText());
        Assert.Equal(
            """
            {"$id":"heat","$expires":1893456000000000,"genre":"crime","tags":["\u0000"],"year":9223372036854775807,"$large:year":{"high":2147483647,"low":4294967295},
            "rating":8.25,"seen":true,"at":"2025-01-31T10:00:00.000000Z","place":{"lat":34,"lon":-118},"text":"Heat, the HEAT!","$words:text":["heat","the"],
            "$length:plot":5,"$signed:words":true}
            """.ReplaceLineEndings(""),
            point.GetProperty("payload").GetRawText());
    }

    [Fact]
    public async Task A_search_says_what_is_searched_which_records_and_how()
    {
        await using TestStore process = new(_server.Url);
        IVectorCollection things = await process.ThingsAsync();
        await things.UpsertAsync(TestStore.Thing("a", 1), None);
        await things.SearchAsync(new VectorQuery("v", new float[] { 1, 0 }) { K = 5, Ef = 80, Filter = Filter.Eq("n", 1), IncludePayload = false, Exact = true }, None);

        ReceivedRequest asked = _server.Requests[^1];
        Assert.Equal("POST /collections/perto.shop.things~1/points/query/batch", asked.ToString());
        Assert.Equal(
            """
            {"searches":[{"query":[1,0],"using":"v",
            "filter":{"must":[{"key":"n","match":{"any":[1]}}],"must_not":[{"key":"\u0022$expires\u0022","range":{"lte":1767225600000000}}]},
            "limit":6,"params":{"exact":true,"hnsw_ef":80},"with_payload":["\u0022$id\u0022"],"with_vector":false}]}
            """.ReplaceLineEndings(""),
            asked.Body.Replace("\\\"", "\\u0022", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_change_of_a_record_is_one_request()
    {
        await using TestStore process = new(_server.Url);
        IVectorCollection films = await process.Store.CollectionAsync(TestStore.Tenant, "films", All, None);
        await films.UpsertAsync(new VectorRecord("heat"), None);
        _server.ForgetRequests();
        await films.UpdateAsync(
            "heat",
            new VectorPatch
            {
                Payload = { ["genre"] = "crime", ["text"] = PayloadValue.None },
                Vectors = { ["plot"] = new float[] { 0, 2, 0 }, ["words"] = null },
                NeverExpires = true,
            },
            None);

        Assert.Equal(["POST /collections/perto.shop.films~1/points/count", "POST /collections/perto.shop.films~1/points/batch?wait=true"], _server.Requests.Select(request => request.ToString()));
        JsonElement[] operations = [.. Body(_server.Requests[1]).GetProperty("operations").EnumerateArray()];
        string id = PointId.Of("heat").ToString();
        Assert.Equal($$$$"""{"update_vectors":{"points":[{"id":"{{{{id}}}}","vector":{"plot":[0,1,0]}}]}}""", operations[0].GetRawText());
        Assert.Equal($$$"""{"delete_vectors":{"points":["{{{id}}}"],"vector":["words"]}}""", operations[1].GetRawText());
        Assert.Equal(
            """{"$expires":null,"genre":"crime","text":null,"$words:text":null,"$length:plot":2,"$signed:words":null}""",
            operations[2].GetProperty("set_payload").GetProperty("payload").GetRawText());
    }

    [Fact]
    public async Task Reads_of_collections_with_copies_ask_most_of_them()
    {
        await using TestStore process = new(_server.Url, ("Perto:Qdrant:Replicas", "3"));
        IVectorCollection things = await process.ThingsAsync();
        _server.ForgetRequests();
        await things.CountAsync(cancellationToken: None);
        Assert.Equal("POST /collections/perto.shop.things~1/points/count?consistency=majority", Assert.Single(_server.Requests).ToString());
    }

    [Fact]
    public async Task Equals_are_asked_for_until_those_that_come_first_by_id_are_certain()
    {
        await using TestStore process = new(_server.Url);
        IVectorCollection things = await process.ThingsAsync();
        await things.UpsertAsync([.. Enumerable.Range(0, 60).Select(i => TestStore.Thing($"{i:00}", 1))], None);
        _server.ForgetRequests();
        SearchResult found = await things.SearchAsync(new VectorQuery("v", new float[] { 1, 0 }) { K = 3, Exact = true }, None);
        Assert.Equal(["00", "01", "02"], found.Hits.Select(hit => hit.Id));
        Assert.Equal([4, 16, 64], _server.Requests.Select(request => Body(request).GetProperty("searches")[0].GetProperty("limit").GetInt32()));
    }

    [Fact]
    public async Task Groups_that_cannot_be_filled_do_not_lead_through_the_whole_collection()
    {
        await using TestStore process = new(_server.Url, ("Perto:Qdrant:BatchSize", "1000"));
        IVectorCollection things = await process.ThingsAsync();
        await things.UpsertAsync(
            [.. Enumerable.Range(1, 11_000).Select(i => new VectorRecord($"{i}") { Vectors = { ["v"] = new float[] { i, 1 } }, Payload = { ["n"] = i % 2 } })], None);
        _server.ForgetRequests();
        SearchResult found = await things.SearchAsync(new VectorQuery("v", new float[] { 1, 0 }) { K = 3, Exact = true, Group = new GroupBy("n") }, None);
        Assert.Equal(["11000", "10999"], found.Hits.Select(hit => hit.Id));
        Assert.Equal([13, 52, 208, 832, 3_328, 10_004], _server.Requests.Select(request => Body(request).GetProperty("searches")[0].GetProperty("limit").GetInt32()));
    }

    [Fact]
    public async Task A_walk_that_ends_early_is_made_up_for_by_comparing_all()
    {
        _server.WalksEndAfter = 2;
        await using TestStore process = new(_server.Url);
        IVectorCollection things = await process.ThingsAsync();
        await things.UpsertAsync([.. Enumerable.Range(0, 20).Select(i => TestStore.Thing($"{i:00}", i))], None);
        SearchResult found = await things.SearchAsync(new VectorQuery("v", new float[] { 1, 0 }) { K = 5 }, None);
        Assert.Equal(["19", "18", "17", "16", "15"], found.Hits.Select(hit => hit.Id));
        Assert.Equal("exact scan", found.Explain.Strategy);
    }

    [Fact]
    public void Ids_are_UUIDs_of_version_5_of_our_space()
    {
        // By Python's uuid.uuid5 over the same space.
        Assert.Equal(new Guid("aa0ed8f4-e246-5249-823b-fbb1d4fb90b5"), PointId.Of("heat"));
        Assert.Equal(new Guid("df564a73-5633-5e0f-9c92-170f102e6400"), PointId.Of("ação 🎬"));
    }

    private static void All(CollectionSchemaBuilder schema) => schema
        .Dense("plot", 3, Metric.Cosine).Dense("far", 2, Metric.Euclidean).Dense("blocks", 2, Metric.Manhattan).Bits("bits", 16).Sparse("words", Metric.Dot)
        .Keyword("genre").Keywords("tags").Integer("year").Number("rating").Boolean("seen").Time("at").Geo("place").Text("text");

    private static JsonElement Body(ReceivedRequest request) => JsonElement.Parse(request.Body);

    private static string Only(JsonElement json, params string[] members) =>
        JsonSerializer.Serialize(members.ToDictionary(member => member, member => json.GetProperty(member)));
}
