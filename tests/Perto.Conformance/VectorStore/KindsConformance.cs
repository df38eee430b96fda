using Perto.Testing;
using Perto.Vectors;

namespace Perto.Conformance;

/// <summary>Collections whose records have vectors of several kinds, what a provider declares, statistics and health.</summary>
public abstract class KindsConformance(IVectorStoreFixture fixture) : VectorStoreConformance(fixture)
{
    [Theory]
    [InlineData(VectorStoreCapabilities.Manhattan)]
    [InlineData(VectorStoreCapabilities.NamedVectors)]
    [InlineData(VectorStoreCapabilities.Bits)]
    [InlineData(VectorStoreCapabilities.Sparse)]
    [InlineData(VectorStoreCapabilities.Bm25)]
    [InlineData(VectorStoreCapabilities.Geo)]
    [InlineData(VectorStoreCapabilities.Text)]
    public async Task What_is_declared_is_made_and_what_is_not_is_refused(VectorStoreCapabilities capability)
    {
        Action<CollectionSchemaBuilder> schema = capability switch
        {
            VectorStoreCapabilities.Manhattan => s => s.Dense("x", 4, Metric.Manhattan),
            VectorStoreCapabilities.NamedVectors => s => s.Dense("v", 4, Metric.Dot).Dense("x", 4, Metric.Dot),
            VectorStoreCapabilities.Bits => s => s.Bits("x", 64),
            VectorStoreCapabilities.Sparse => s => s.Sparse("x", Metric.Dot),
            VectorStoreCapabilities.Bm25 => s => s.Sparse("x"),
            VectorStoreCapabilities.Geo => s => s.Dense("v", 4, Metric.Dot).Geo("x"),
            _ => s => s.Dense("v", 4, Metric.Dot).Text("x"),
        };
        if (Store.Capabilities.HasFlag(capability))
        {
            IVectorCollection made = await Store.CollectionAsync(Tenant, "things", schema);
            Assert.Equal(made.Schema, CollectionSchema.Create(schema));
            return;
        }
        CapabilityMissingException refusal = await Assert.ThrowsAsync<CapabilityMissingException>(
            () => Store.CollectionAsync(Tenant, "things", schema).AsTask());
        Assert.Equal("schema.x", refusal.Field);
        Assert.Equal(Store.Provider, refusal.Provider);
        Assert.True(refusal.Missing.HasFlag(capability));
        Assert.Contains(refusal.Advice, refusal.Message, StringComparison.Ordinal);
        Assert.Empty(await Store.NamesAsync(Tenant));
    }

    [Theory]
    [InlineData("dense 0", "schema.x.dimension")]
    [InlineData("dense 4097", "schema.x.dimension")]
    [InlineData("dense hamming", "schema.x.metric")]
    [InlineData("dense bm25", "schema.x.metric")]
    [InlineData("bits 0", "schema.x.dimension")]
    [InlineData("bits 12", "schema.x.dimension")]
    [InlineData("bits 65544", "schema.x.dimension")]
    [InlineData("bits cosine", "schema.x.metric")]
    [InlineData("sparse cosine", "schema.x.metric")]
    [InlineData("sparse dimension", "schema.x.dimension")]
    [InlineData("kind", "schema.x.kind")]
    [InlineData("links 3", "schema.x.index.links")]
    [InlineData("links 65", "schema.x.index.links")]
    [InlineData("build ef below links", "schema.x.index.build_ef")]
    [InlineData("build ef 1001", "schema.x.index.build_ef")]
    [InlineData("search ef 9", "schema.x.index.search_ef")]
    [InlineData("search ef 4097", "schema.x.index.search_ef")]
    [InlineData("codes", "schema.x.index.codes")]
    [InlineData("payload none", "schema.x")]
    [InlineData("same name", "schema")]
    public async Task A_field_outside_the_rules_is_refused(string fault, string field)
    {
        Action<CollectionSchemaBuilder> schema = fault switch
        {
            "dense 0" => s => s.Dense("x", 0, Metric.Dot),
            "dense 4097" => s => s.Dense("x", 4_097, Metric.Dot),
            "dense hamming" => s => s.Dense("x", 8, Metric.Hamming),
            "dense bm25" => s => s.Dense("x", 8, Metric.Bm25),
            "bits 0" => s => s.Bits("x", 0),
            "bits 12" => s => s.Bits("x", 12),
            "bits 65544" => s => s.Bits("x", 65_544),
            "bits cosine" => s => s.Add(new VectorField("x", 8, Metric.Cosine, VectorKind.Bits)),
            "sparse cosine" => s => s.Sparse("x", Metric.Cosine),
            "sparse dimension" => s => s.Add(new VectorField("x", 8, Metric.Dot, VectorKind.Sparse)),
            "kind" => s => s.Add(new VectorField("x", 8, Metric.Dot, (VectorKind)7)),
            "links 3" => Index(new VectorIndexSettings { Links = 3 }),
            "links 65" => Index(new VectorIndexSettings { Links = 65 }),
            "build ef below links" => Index(new VectorIndexSettings { Links = 32, BuildEf = 31 }),
            "build ef 1001" => Index(new VectorIndexSettings { BuildEf = 1_001 }),
            "search ef 9" => Index(new VectorIndexSettings { SearchEf = 9 }),
            "search ef 4097" => Index(new VectorIndexSettings { SearchEf = 4_097 }),
            "codes" => Index(new VectorIndexSettings { Codes = (VectorCodes)9 }),
            "payload none" => s => s.Dense("v", 2, Metric.Dot).Add(new PayloadField("x", PayloadKind.None)),
            _ => s => s.Bits("x", 8).Text("x"),
        };
        await RefusesAsync(field, () => CollectionAsync(schema));
        Assert.Empty(await Store.NamesAsync(Tenant));

        static Action<CollectionSchemaBuilder> Index(VectorIndexSettings settings) => s => s.Dense("x", 8, Metric.Dot, settings);
    }

    [Theory]
    [InlineData(VectorCodes.Int8)]
    [InlineData(VectorCodes.Int4)]
    [InlineData(VectorCodes.Bit)]
    [InlineData(VectorCodes.Float32)]
    public async Task Index_settings_are_part_of_the_schema_and_do_not_change_exact_answers(VectorCodes codes)
    {
        VectorIndexSettings settings = new() { Codes = codes, Links = 8, BuildEf = 40, SearchEf = 20, GraphFrom = 1, Deterministic = true };
        IVectorCollection things = await CollectionAsync(s => s.Dense("v", 16, Metric.Cosine, settings));
        Assert.Equal(settings, things.Schema.Vectors[0].Index);
        Assert.Equal(settings, (await Store.FindAsync(Tenant, "things"))!.Schema.Vectors[0].Index);
        await RefusesAsync("schema", () => CollectionAsync(s => s.Dense("v", 16, Metric.Cosine, settings with { Links = 9 })));

        Random random = Seeds.Random();
        float[][] vectors = [.. Enumerable.Range(0, 2_000).Select(_ => RandomVector(random, 16))];
        await things.UpsertAsync([.. vectors.Select((v, i) => Record($"{i:0000}", v))]);
        await IndexedAsync(things, "v");
        float[] query = RandomVector(random, 16);
        string[] expected =
        [
            .. vectors.Select((v, i) => (Id: $"{i:0000}", Distance: Model.Distance(Metric.Cosine, query, v)))
                .OrderBy(r => r.Distance).Take(10).Select(r => r.Id),
        ];
        Assert.Equal(expected, Ids(await things.SearchAsync(new VectorQuery("v", query) { Exact = true })));
        SearchResult walked = await things.SearchAsync(new VectorQuery("v", query) { Ef = 4_096 });
        Assert.Equal(10, walked.Hits.Select(hit => hit.Id).Distinct().Count());
        Assert.All(walked.Hits, hit => Assert.Equal(Model.Distance(Metric.Cosine, query, vectors[int.Parse(hit.Id)]), hit.Distance, 1e-5));
    }

    [Fact]
    public async Task A_record_of_every_kind_is_read_back_changed_and_searched()
    {
        IVectorCollection things = await MixedAsync();
        await things.UpsertAsync(Mixed("a", 1));
        VectorRecord read = (await things.GetAsync("a"))!;
        Assert.Equal(Mixed("a", 1).Vectors.OrderBy(v => v.Key), read.Vectors.OrderBy(v => v.Key));
        Assert.Equal(Mixed("a", 1).Payload.OrderBy(p => p.Key), read.Payload.OrderBy(p => p.Key));

        await things.UpdateAsync("a", new VectorPatch { Vectors = { ["bits"] = new BitVector(new byte[] { 9, 9 }), ["terms"] = null }, Payload = { ["at"] = new GeoPoint(5, 6) } });
        read = (await things.GetAsync("a"))!;
        Assert.Equal(["bits", "dense", "weights"], read.Vectors.Keys.Order());
        Assert.Equal([9, 9], read.Vectors["bits"].Bits.ToArray());
        Assert.Equal(Mixed("a", 1).Vectors["weights"], read.Vectors["weights"]);
        Assert.Equal(new GeoPoint(5, 6), read.Payload["at"].Geo);
        Assert.Equal("text number 1", read.Payload["text"]);
    }

    [Fact]
    public async Task A_batch_of_all_kinds_answers_as_its_queries_one_by_one()
    {
        IVectorCollection things = await MixedAsync();
        await things.UpsertAsync([.. Enumerable.Range(0, 2_500).Select(i => Mixed($"{i:0000}", i))]);
        VectorQuery[] queries = [.. Enumerable.Range(0, 23).Select(i => new VectorQuery(
            new[] { "dense", "bits", "weights", "terms" }[i % 4],
            Mixed("q", i * 37).Vectors[new[] { "dense", "bits", "weights", "terms" }[i % 4]])
        {
            K = 1 + (2 * i),
            Filter = (i % 5) switch
            {
                1 => Filter.Near("at", new GeoPoint(10, 10), 2_000_000),
                2 => Filter.Words("text", "number 7"),
                3 => Filter.Within("at", new GeoPoint(-20, 170), new GeoPoint(20, -170)) | Filter.Lt("n", 500),
                _ => null,
            },
            Group = i % 7 == 6 ? new GroupBy("n", 1) : null,
            Exact = i % 2 == 0,
        })];
        IReadOnlyList<SearchResult> batch = await things.SearchAsync(queries);
        Assert.Equal(queries.Length, batch.Count);
        for (int i = 0; i < queries.Length; i++)
        {
            SearchResult alone = await things.SearchAsync(queries[i]);
            Assert.Equal(alone.Hits.Select(h => (h.Id, h.Score, h.Distance)), batch[i].Hits.Select(h => (h.Id, h.Score, h.Distance)));
        }
    }

    [Fact]
    public async Task A_field_is_found_by_its_own_kind_only()
    {
        IVectorCollection things = await MixedAsync();
        await things.UpsertAsync(
        [
            new VectorRecord("dense") { Vectors = { ["dense"] = new float[] { 1, 0, 0, 0 } } },
            new VectorRecord("bits") { Vectors = { ["bits"] = new BitVector(new byte[2]) } },
            new VectorRecord("weights") { Vectors = { ["weights"] = new SparseVector([1], [1]) } },
            new VectorRecord("terms") { Vectors = { ["terms"] = new SparseVector([1], [1]) } },
            new VectorRecord("bare"),
        ]);
        Assert.Equal(["dense"], Ids(await things.SearchAsync(new VectorQuery("dense", new float[] { 1, 1, 1, 1 }))));
        Assert.Equal(["bits"], Ids(await things.SearchAsync(new VectorQuery("bits", new BitVector(new byte[2])))));
        Assert.Equal(["weights"], Ids(await things.SearchAsync(new VectorQuery("weights", new SparseVector([1], [1])))));
        Assert.Equal(["terms"], Ids(await things.SearchAsync(new VectorQuery("terms", new SparseVector([1], [1])))));
        CollectionStatistics statistics = await things.StatisticsAsync();
        Assert.Equal(5, statistics.Records);
        Assert.All(statistics.Vectors, vector => Assert.Equal(1, vector.Value));
        Assert.Equal(4, statistics.Vectors.Count);
    }

    [Fact]
    public async Task Statistics_are_counts_that_agree()
    {
        IVectorCollection things = await CollectionAsync();
        await things.UpsertAsync([.. Enumerable.Range(0, 500).Select(i => Record($"{i:000}", i, 1))]);
        await things.DeleteAsync(["001", "002"]);
        CollectionStatistics statistics = await things.StatisticsAsync();
        Assert.Equal(498, statistics.Records);
        Assert.Equal(498, statistics.Vectors["v"]);
        Assert.True(statistics.Bytes > 0);
        Assert.True(statistics.Segments >= 0 && statistics.BytesInMemory >= 0 && statistics.BytesOnDisk >= 0 && statistics.LogBytes >= 0);
        Assert.All(statistics.Indexed, field => Assert.InRange(field.Value, 0, 500 + statistics.DeadRecords));
        Assert.All(statistics.Indexed.Keys, name => Assert.Contains(name, statistics.Vectors.Keys));
    }

    [Fact]
    public async Task A_collection_is_well_until_it_is_deleted()
    {
        IVectorCollection things = await CollectionAsync();
        CollectionHealth health = await things.HealthAsync();
        Assert.Equal(HealthState.Ok, health.State);
        Assert.True(health.Writable);
        Assert.Null(health.Reason);

        await Store.DeleteAsync(Tenant, "things");
        health = await things.HealthAsync();
        Assert.Equal(HealthState.Failed, health.State);
        Assert.False(health.Writable);
        Assert.NotEmpty(health.Reason!);
    }

    [Fact]
    public async Task Tenants_do_not_see_one_anothers_records_of_any_kind()
    {
        TenantId other = new($"{Tenant.Value}-b");
        IVectorCollection mine = await MixedAsync();
        IVectorCollection theirs = await Store.CollectionAsync(other, "things", Schema);
        await mine.UpsertAsync(Mixed("mine", 1));
        await theirs.UpsertAsync([Mixed("theirs", 1), Mixed("theirs too", 2)]);
        foreach ((string field, VectorValue value) in Mixed("q", 1).Vectors)
        {
            Assert.Equal(["mine"], Ids(await mine.SearchAsync(new VectorQuery(field, value))));
            Assert.Equal(2, (await theirs.SearchAsync(new VectorQuery(field, value))).Hits.Count);
        }
        Assert.Equal(1, await mine.UpdatePayloadAsync(Filter.Everything, new Dictionary<string, PayloadValue> { ["n"] = 77 }));
        Assert.Equal(0, await theirs.CountAsync(Filter.Eq("n", 77)));
        Assert.Equal(1, await mine.DeleteAsync(Filter.Everything));
        Assert.Equal(2, await theirs.CountAsync());
    }

    // Numbers of terms are weights as good as others where a provider has no relevance.
    private void Schema(CollectionSchemaBuilder schema) => schema
        .Dense("dense", 4, Metric.Dot).Bits("bits", 16).Sparse("weights", Metric.Dot)
        .Sparse("terms", Store.Capabilities.HasFlag(VectorStoreCapabilities.Bm25) ? Metric.Bm25 : Metric.Dot)
        .Geo("at").Text("text").Integer("n");

    private Task<IVectorCollection> MixedAsync() => CollectionAsync(Schema);

    // The same number gives the same record.
    private static VectorRecord Mixed(string id, int number)
    {
        Random random = new(number);
        return new VectorRecord(id)
        {
            Vectors =
            {
                ["dense"] = RandomVector(random, 4),
                ["bits"] = new BitVector(new[] { (byte)random.Next(256), (byte)random.Next(256) }),
                ["weights"] = SparseVector.FromCounts(Enumerable.Range(0, 5).Select(_ => ((uint)random.Next(30), random.NextSingle()))),
                ["terms"] = SparseVector.FromCounts(Enumerable.Range(0, 12).Select(_ => ((uint)random.Next(60), 1f))),
            },
            Payload =
            {
                ["at"] = new GeoPoint((random.NextDouble() * 180) - 90, (random.NextDouble() * 360) - 180),
                ["text"] = $"text number {number % 20}",
                ["n"] = number % 1_000,
            },
        };
    }
}
