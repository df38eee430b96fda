using System.Text.Json;
using Perto.Testing;
using Perto.Vectors;

namespace Perto.Platform.Tests;

public sealed class LearnedFusionsTests
{
    private static readonly TenantId Tenant = new("t");

    private static readonly LearnedFusion Learned = new()
    {
        Decision = FusionDecision.Fused,
        Parts = ["words", "meaning"],
        Method = FusionMethod.ZScore,
        Weights = [0.3, 0.7],
        Queries = 50,
        K = 10,
        FusedNdcg = 0.5,
        SingleNdcg = 0.4,
        GatedNdcg = 0.5,
        PValue = 0.01,
        Folds = [new FusionFold(["q1", "q2"], FusionMethod.DistributionBased, [0.5, 0.5], 0.5, "words", 0.4, Fuses: true, 0.5)],
    };

    private static readonly FusionSpace Space = new("lexical-1", 384);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task What_was_learned_is_kept_for_each_tenant_and_collection(SqlDialect engine)
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(engine);
        var clock = new ManualTimeProvider();
        var fusions = new LearnedFusions(test.Database, clock);
        Assert.Null(await fusions.FindAsync(Tenant, "films", Space, Token));

        await fusions.SaveAsync(Tenant, "films", Space, LearnedFusion.Untried(["words", "meaning"]), Token);
        await fusions.SaveAsync(Tenant, "films", Space, Learned, Token);
        StoredFusion found = (await fusions.FindAsync(Tenant, "films", Space, Token))!;
        Assert.Equal(("films", Space, clock.GetUtcNow()), (found.Collection, found.Space, found.LearnedAt));
        Assert.Equal(JsonSerializer.Serialize(Learned, PertoJson.Options), JsonSerializer.Serialize(found.Fusion, PertoJson.Options));
        Assert.Null(await fusions.FindAsync(Tenant, "books", Space, Token));
        Assert.Null(await fusions.FindAsync(new TenantId("other"), "films", Space, Token));

        Assert.False(await fusions.DeleteAsync(new TenantId("other"), "films", Token));
        Assert.True(await fusions.DeleteAsync(Tenant, "films", Token));
        Assert.Null(await fusions.FindAsync(Tenant, "films", Space, Token));
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task With_other_embeddings_nothing_is_known(SqlDialect engine)
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(engine);
        var fusions = new LearnedFusions(test.Database, new ManualTimeProvider());
        await fusions.SaveAsync(Tenant, "films", Space, Learned, Token);
        Assert.Null(await fusions.FindAsync(Tenant, "films", Space with { Model = "lexical-2" }, Token));
        Assert.Null(await fusions.FindAsync(Tenant, "films", Space with { Dimensions = 383 }, Token));

        // The newest is kept, with what it was learned with.
        await fusions.SaveAsync(Tenant, "films", Space with { Model = "lexical-2" }, Learned, Token);
        Assert.Null(await fusions.FindAsync(Tenant, "films", Space, Token));
        Assert.NotNull(await fusions.FindAsync(Tenant, "films", Space with { Model = "lexical-2" }, Token));
    }

    [Fact]
    public async Task A_collection_has_a_name()
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(SqlDialect.Sqlite);
        var fusions = new LearnedFusions(test.Database, TimeProvider.System);
        foreach (string name in (string[])["", new string('x', 129)])
            Assert.Equal("collection", (await Assert.ThrowsAsync<InvalidValueException>(() => fusions.SaveAsync(Tenant, name, Space, Learned, Token))).Field);
        Assert.Equal("model", (await Assert.ThrowsAsync<InvalidValueException>(() => fusions.FindAsync(Tenant, "films", new FusionSpace("", 1), Token))).Field);
        Assert.Equal("dimensions", (await Assert.ThrowsAsync<InvalidValueException>(() => fusions.FindAsync(Tenant, "films", new FusionSpace("m", 0), Token))).Field);
    }
}
