using Perto.Vectors;

namespace Perto.Conformance;

/// <summary>Opening, finding and deleting collections, and the wall between tenants.</summary>
public abstract class CollectionConformance(IVectorStoreFixture fixture) : VectorStoreConformance(fixture)
{
    [Fact]
    public void The_provider_has_a_name() => Assert.NotEmpty(Store.Provider);

    [Fact]
    public async Task A_collection_knows_its_tenant_its_name_and_its_schema()
    {
        IVectorCollection films = await CollectionAsync(Films, "films");
        Assert.Equal(Tenant, films.Tenant);
        Assert.Equal("films", films.Name);
        Assert.Equal(CollectionSchema.Create(Films), films.Schema);
        Assert.Equal(new VectorField("plot", 384, Metric.Cosine), films.Schema.Vectors[0]);
        Assert.Equal(new PayloadField("genre", PayloadKind.Keyword), films.Schema.Payload[0]);
    }

    [Fact]
    public async Task Opening_again_with_the_same_schema_opens_the_same_records()
    {
        await (await CollectionAsync()).UpsertAsync(Record("a", 1, 2));
        Assert.Equal(["a"], await IdsAsync(await CollectionAsync()));
    }

    [Fact]
    public async Task The_order_in_which_fields_are_declared_does_not_make_another_schema()
    {
        await CollectionAsync(s => s.Dense("v", 2, Metric.Dot).Keyword("a").Number("b"));
        await CollectionAsync(s => s.Number("b").Keyword("a").Dense("v", 2, Metric.Dot));
        Assert.Equal(["things"], await Store.NamesAsync(Tenant));
    }

    public static TheoryData<string> OtherSchemas => ["dimension", "metric", "name", "more vectors", "kind", "more payload", "less payload"];

    [Theory, MemberData(nameof(OtherSchemas))]
    public async Task Opening_with_another_schema_is_refused(string difference)
    {
        await CollectionAsync(s => s.Dense("v", 2, Metric.Dot).Keyword("a"));
        VectorStoreException refusal = await RefusesAsync("schema", () => CollectionAsync(s => _ = difference switch
        {
            "dimension" => s.Dense("v", 3, Metric.Dot).Keyword("a"),
            "metric" => s.Dense("v", 2, Metric.Cosine).Keyword("a"),
            "name" => s.Dense("w", 2, Metric.Dot).Keyword("a"),
            "more vectors" => s.Dense("v", 2, Metric.Dot).Dense("w", 2, Metric.Dot).Keyword("a"),
            "kind" => s.Dense("v", 2, Metric.Dot).Keywords("a"),
            "more payload" => s.Dense("v", 2, Metric.Dot).Keyword("a").Keyword("b"),
            _ => s.Dense("v", 2, Metric.Dot),
        }));
        Assert.Contains("things", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a b")]
    [InlineData("ação")]
    [InlineData("a\u0000")]
    [InlineData("'; drop table")]
    public async Task A_name_outside_the_rule_is_refused(string name)
    {
        await RefusesAsync("collection", () => CollectionAsync(name: name));
        await RefusesAsync("collection", () => Store.FindAsync(Tenant, name).AsTask());
        await RefusesAsync("collection", () => Store.DeleteAsync(Tenant, name).AsTask());
    }

    [Fact]
    public async Task A_name_of_128_characters_is_accepted_and_one_of_129_refused()
    {
        await CollectionAsync(name: new string('n', 128));
        await RefusesAsync("collection", () => CollectionAsync(name: new string('n', 129)));
    }

    [Fact]
    public async Task A_name_may_carry_a_model_and_its_version()
    {
        IVectorCollection collection = await CollectionAsync(name: "memory/openai:text-embedding-3-small@v1.0_1536");
        await collection.UpsertAsync(Record("a", 1, 2));
        Assert.Equal(1, await collection.CountAsync());
    }

    [Fact]
    public async Task Nobody_is_no_tenant()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => Store.NamesAsync(default).AsTask());
        await Assert.ThrowsAsync<InvalidOperationException>(() => Store.FindAsync(default, "things").AsTask());
    }

    public static TheoryData<string> BadSchemas =>
        ["no vectors", "dimension 0", "dimension 4097", "unknown metric", "empty name", "name with space", "long name", "name twice", "vector named as field"];

    [Theory, MemberData(nameof(BadSchemas))]
    public async Task A_schema_outside_the_rules_is_refused_and_makes_no_collection(string fault)
    {
        VectorStoreException refusal = await Assert.ThrowsAsync<VectorStoreException>(() => CollectionAsync(s => _ = fault switch
        {
            "no vectors" => s.Keyword("a"),
            "dimension 0" => s.Dense("v", 0, Metric.Dot),
            "dimension 4097" => s.Dense("v", 4097, Metric.Dot),
            "unknown metric" => s.Dense("v", 2, (Metric)99),
            "empty name" => s.Dense("", 2, Metric.Dot),
            "name with space" => s.Dense("v", 2, Metric.Dot).Keyword("a b"),
            "long name" => s.Dense("v", 2, Metric.Dot).Keyword(new string('n', 65)),
            "name twice" => s.Dense("v", 2, Metric.Dot).Keyword("a").Number("a"),
            _ => s.Dense("v", 2, Metric.Dot).Keyword("v"),
        }));
        Assert.StartsWith("schema", refusal.Field, StringComparison.Ordinal);
        Assert.Empty(await Store.NamesAsync(Tenant));
    }

    [Fact]
    public async Task A_missing_collection_is_not_found()
    {
        Assert.Null(await Store.FindAsync(Tenant, "things"));
        Assert.False(await Store.DeleteAsync(Tenant, "things"));
        Assert.Empty(await Store.NamesAsync(Tenant));
    }

    [Fact]
    public async Task Finding_opens_without_saying_the_schema()
    {
        await (await CollectionAsync()).UpsertAsync(Record("a", 1, 2));
        IVectorCollection? found = await Store.FindAsync(Tenant, "things");
        Assert.Equal(["a"], await IdsAsync(found!));
    }

    [Fact]
    public async Task A_deleted_collection_is_gone_and_its_name_is_free()
    {
        await (await CollectionAsync()).UpsertAsync(Record("a", 1, 2));
        Assert.True(await Store.DeleteAsync(Tenant, "things"));
        Assert.False(await Store.DeleteAsync(Tenant, "things"));
        Assert.Null(await Store.FindAsync(Tenant, "things"));

        IVectorCollection other = await CollectionAsync(s => s.Dense("other", 7, Metric.Cosine));
        Assert.Equal(0, await other.CountAsync());
    }

    [Fact]
    public async Task A_handle_to_a_deleted_collection_refuses_every_operation()
    {
        IVectorCollection gone = await CollectionAsync(s => s.Dense("v", 2, Metric.Dot).Keyword("a"));
        await Store.DeleteAsync(Tenant, "things");
        await RefusesAsync("collection", () => gone.UpsertAsync(Record("a", 1, 2)).AsTask());
        await RefusesAsync("collection", () => gone.UpsertAsync([Record("a", 1, 2)]).AsTask());
        await RefusesAsync("collection", () => gone.GetAsync("a").AsTask());
        await RefusesAsync("collection", () => gone.GetAsync(["a"]).AsTask());
        await RefusesAsync("collection", () => gone.DeleteAsync(["a"]).AsTask());
        await RefusesAsync("collection", () => gone.DeleteAsync(Filter.Everything).AsTask());
        await RefusesAsync("collection", () => gone.UpdatePayloadAsync("a", new Dictionary<string, PayloadValue>()).AsTask());
        await RefusesAsync("collection", () => gone.UpdatePayloadAsync(Filter.Everything, new Dictionary<string, PayloadValue>()).AsTask());
        await RefusesAsync("collection", () => gone.UpdateAsync("a", new VectorPatch()).AsTask());
        await RefusesAsync("collection", () => gone.CountAsync().AsTask());
        await RefusesAsync("collection", () => gone.ScrollAsync(new ScrollQuery()).AsTask());
        await RefusesAsync("collection", () => gone.SearchAsync(Query(1, 0)).AsTask());
        await RefusesAsync("collection", () => gone.SearchAsync([Query(1, 0)]).AsTask());
        await RefusesAsync("collection", () => gone.SearchAsync(
            new FusedQuery(new FusedPart("v", new float[] { 1, 0 }), new FusedPart("v", new float[] { 0, 1 }))).AsTask());
        await RefusesAsync("collection", () => gone.StatisticsAsync().AsTask());
    }

    [Fact]
    public async Task Names_come_in_ordinal_order()
    {
        foreach (string name in new[] { "b", "a", "B", "a:1" })
            await CollectionAsync(name: name);
        Assert.Equal(["B", "a", "a:1", "b"], await Store.NamesAsync(Tenant));
    }

    [Fact]
    public async Task Tenants_with_collections_of_one_name_see_only_their_own()
    {
        TenantId other = new($"{Tenant.Value[..20]}-other");
        IVectorCollection mine = await CollectionAsync();
        IVectorCollection theirs = await Store.CollectionAsync(other, "things", s => s.Dense("v", 3, Metric.Cosine));
        await mine.UpsertAsync([Record("shared", 1, 2), Record("mine", 1, 2)]);
        await theirs.UpsertAsync([Record("shared", 7, 8, 9), Record("theirs", 1, 2, 3)]);

        Assert.Equal(["mine", "shared"], await IdsAsync(mine));
        Assert.Equal(["shared", "theirs"], await IdsAsync(theirs));
        Assert.Null(await mine.GetAsync("theirs"));
        Assert.Equal(0, await mine.DeleteAsync(["theirs"]));
        Assert.Equal(2, await mine.DeleteAsync(Filter.Everything));
        Assert.Equal(2, await theirs.CountAsync());
        Assert.True(await Store.DeleteAsync(Tenant, "things"));
        Assert.Equal(["things"], await Store.NamesAsync(other));
        Assert.Equal(2, await theirs.CountAsync());
    }

    [Fact]
    public async Task Collections_of_a_tenant_do_not_share_records()
    {
        IVectorCollection one = await CollectionAsync(name: "one"), two = await CollectionAsync(name: "two");
        await one.UpsertAsync(Record("a", 1, 2));
        Assert.Equal(0, await two.CountAsync());
    }

    [Fact]
    public async Task A_cancelled_call_does_nothing()
    {
        IVectorCollection things = await CollectionAsync();
        CancellationToken cancelled = new(canceled: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => things.UpsertAsync(Record("a", 1, 2), cancelled).AsTask());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => things.SearchAsync(Query(1, 0), cancelled).AsTask());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.DeleteAsync(Tenant, "things", cancelled).AsTask());
        Assert.Equal(0, await things.CountAsync());
    }

    private static void Films(CollectionSchemaBuilder schema) =>
        schema.Dense("plot", 384, Metric.Cosine).Keyword("genre").Keywords("tags").Number("rating").Integer("year").Boolean("seen").Time("added");
}
