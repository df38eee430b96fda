namespace Perto.Platform.Tests;

public sealed class ModelPruningTests
{
    private static readonly TenantId Tenant = new("t");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task What_is_live_a_candidate_or_the_way_back_stays_and_of_the_rest_the_latest(SqlDialect engine)
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(engine);
        var registry = new ModelRegistry(test.Database, TimeProvider.System);
        for (int version = 1; version <= 10; version++)
        {
            await registry.SaveAsync(Tenant, new ModelDraft { Name = "ranker", Kind = "trees" }, new byte[] { 1, 2, (byte)version }, Token);
            if (version < 10)
                await registry.PromoteAsync(Tenant, "ranker", version, cancellationToken: Token);
        }
        // 1 is live again, and 9 is where a rollback goes.
        await registry.PromoteAsync(Tenant, "ranker", 1, cancellationToken: Token);
        await registry.SaveAsync(new TenantId("other"), new ModelDraft { Name = "ranker", Kind = "trees" }, new byte[1], Token);

        int deleted = await registry.PruneAsync(keep: 3, Token);

        Assert.Equal(5, deleted);
        Assert.Equal([10, 9, 8, 7, 1], (await registry.ListAsync(Tenant, "ranker", Token)).Select(model => model.Version));
        Assert.Single(await registry.ListAsync(new TenantId("other"), cancellationToken: Token));
        Assert.Equal(6, await test.Database.ReadAsync(session => session.ScalarAsync<long>("select count(*) from model_part"), Token));
        Assert.Equal(9, (await registry.RollbackAsync(Tenant, "ranker", Token)).Version);
        Assert.Equal(0, await registry.PruneAsync(keep: 4, Token));
        Assert.Equal(11, (await registry.SaveAsync(Tenant, new ModelDraft { Name = "ranker", Kind = "trees" }, new byte[1], Token)).Version);
    }
}
