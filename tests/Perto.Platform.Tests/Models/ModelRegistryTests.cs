using System.Data.Common;
using System.Security.Cryptography;
using Perto.Testing;

namespace Perto.Platform.Tests;

public sealed class ModelRegistryTests
{
    private static readonly TenantId Tenant = new("t");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task A_model_comes_back_as_it_was_saved(SqlDialect engine)
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(engine);
        var clock = new ManualTimeProvider();
        var registry = new ModelRegistry(test.Database, clock);
        foreach (int size in (int[])[0, 1, 1 << 20, (1 << 20) + 1, (5 << 19) + 3])
        {
            byte[] content = new byte[size];
            Seeds.Random().NextBytes(content);
            ModelDraft draft = Draft(0.21) with { DataFrom = clock.GetUtcNow().AddDays(-30), DataTo = clock.GetUtcNow(), Parent = 1 };

            ModelVersion saved = await registry.SaveAsync(Tenant, draft, content, Token);

            Assert.Equal((ModelState.Candidate, size, Convert.ToHexStringLower(SHA256.HashData(content))), (saved.State, saved.Size, saved.Sha256));
            ModelVersion listed = (await registry.ListAsync(Tenant, "taste", Token))[0];
            Assert.Equal(saved with { Metrics = listed.Metrics }, listed);
            Assert.Equal(0.21, listed.Metrics["ndcg@10"]);
            Assert.Equal((draft.DataFrom, draft.DataTo, clock.GetUtcNow()), (listed.DataFrom, listed.DataTo, listed.CreatedAt));
            Assert.Equal(content, await registry.ReadAsync(saved, Token));
        }
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task Versions_count_up_for_each_name_and_tenant_also_when_saved_at_once(SqlDialect engine)
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(engine);
        var registry = new ModelRegistry(test.Database, TimeProvider.System);

        ModelVersion[] saved = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => registry.SaveAsync(Tenant, Draft(0.1), new byte[100], Token))));
        ModelVersion other = await registry.SaveAsync(new TenantId("other"), Draft(0.1), new byte[1], Token);

        Assert.Equal(Enumerable.Range(1, 8), saved.Select(model => model.Version).Order());
        Assert.Equal(1, other.Version);
        Assert.Single(await registry.ListAsync(new TenantId("other"), cancellationToken: Token));
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task A_promoted_version_takes_the_place_of_the_live_one_and_all_are_told(SqlDialect engine)
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(engine);
        ModelRegistry registry = await WithVersionsAsync(test, 0.1, 0.2);
        List<string> told = [];
        registry.LiveChanged += (_, change) => told.Add(change.Model.ToString());

        Assert.Null(await registry.LiveAsync(Tenant, "taste", Token));
        await registry.PromoteAsync(Tenant, "taste", 1, cancellationToken: Token);
        ModelVersion second = await registry.PromoteAsync(Tenant, "taste", 2, cancellationToken: Token);

        Assert.Equal(ModelState.Live, second.State);
        Assert.Equal(2, (await registry.LiveAsync(Tenant, "taste", Token))!.Version);
        Assert.Equal([ModelState.Live, ModelState.Retired], await StatesAsync(registry));
        Assert.Equal(["taste@1", "taste@2"], told);
        Assert.Null(await registry.LiveAsync(new TenantId("other"), "taste", Token));
    }

    [Theory]
    [InlineData(0.20, 0.00, true), InlineData(0.21, 0.00, true), InlineData(0.19, 0.00, false), InlineData(0.19, 0.02, true), InlineData(double.NegativeZero, 0.19, false)]
    public async Task A_gate_lets_through_what_does_not_fall_too_far_behind(double metric, double allowedDrop, bool passes)
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(SqlDialect.Sqlite);
        ModelRegistry registry = await WithVersionsAsync(test, 0.20, metric);
        var gate = new ModelGate("ndcg@10", allowedDrop);
        Assert.Equal(ModelState.Live, (await registry.PromoteAsync(Tenant, "taste", 1, gate, Token)).State);

        ModelVersion second = await registry.PromoteAsync(Tenant, "taste", 2, gate, Token);

        Assert.Equal(passes ? ModelState.Live : ModelState.Rejected, second.State);
        Assert.Equal(passes ? 2 : 1, (await registry.LiveAsync(Tenant, "taste", Token))!.Version);
        Assert.Equal(passes, second.Reason is null);
        Assert.Equal(second.Reason, (await registry.ListAsync(Tenant, "taste", Token))[0].Reason);
    }

    [Fact]
    public async Task A_refusal_says_what_was_measured_and_what_was_to_beat()
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(SqlDialect.Sqlite);
        ModelRegistry registry = await WithVersionsAsync(test, 0.2, 0.1);
        await registry.PromoteAsync(Tenant, "taste", 1, cancellationToken: Token);

        ModelVersion behind = await registry.PromoteAsync(Tenant, "taste", 2, new ModelGate("ndcg@10", 0.05), Token);
        ModelVersion unmeasured = await registry.PromoteAsync(Tenant, "taste", 2, new ModelGate("recall@10"), Token);

        Assert.Equal("ndcg@10 of taste@2 is 0.1; the live taste@1 has 0.2, and a drop of 0.05 is allowed", behind.Reason);
        Assert.Equal("taste@2 has no recall@10, which decides", unmeasured.Reason);
        Assert.Equal(ModelState.Live, (await registry.PromoteAsync(Tenant, "taste", 2, gate: null, Token)).State);
    }

    [Theory]
    [InlineData(0.001, 0, true), InlineData(0, 0, true), InlineData(-0.004, 0.005, true), InlineData(-0.006, 0.005, false), InlineData(-0.001, 0, false), InlineData(double.NaN, 1, false)]
    public async Task A_paired_gate_decides_by_the_lower_end_of_the_difference(double low, double allowedDrop, bool passes)
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(SqlDialect.Sqlite);
        ModelRegistry registry = await WithVersionsAsync(test, 0.2, 0.1);
        await registry.PromoteAsync(Tenant, "taste", 1, cancellationToken: Token);

        ModelVersion second = await registry.PromoteAsync(Tenant, "taste", 2, new PairedGate("ndcg@10", Against: 1, low + 0.01, low, low + 0.02, allowedDrop), Token);

        Assert.Equal(passes ? ModelState.Live : ModelState.Rejected, second.State);
        Assert.Equal(passes, second.Reason is null);
    }

    [Fact]
    public async Task A_paired_gate_refuses_what_was_compared_with_another_than_what_is_live()
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(SqlDialect.Sqlite);
        ModelRegistry registry = await WithVersionsAsync(test, 0.2, 0.3, 0.4);
        ModelVersion first = await registry.PromoteAsync(Tenant, "taste", 1, new PairedGate("ndcg@10", Against: null, 0.1, 0.05, 0.15, 0), Token);
        await registry.PromoteAsync(Tenant, "taste", 2, cancellationToken: Token);

        ModelVersion third = await registry.PromoteAsync(Tenant, "taste", 3, new PairedGate("ndcg@10", Against: 1, 0.1, 0.05, 0.15, 0), Token);

        Assert.Equal(ModelState.Live, first.State);
        Assert.Equal((ModelState.Rejected, "taste@3 was compared with taste@1, and taste@2 is live by now: train again"), (third.State, third.Reason));
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task Rollbacks_walk_back_along_what_was_live(SqlDialect engine)
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(engine);
        ModelRegistry registry = await WithVersionsAsync(test, 0.1, 0.2, 0.3);
        foreach (int version in (int[])[2, 1, 3])
            await registry.PromoteAsync(Tenant, "taste", version, cancellationToken: Token);

        Assert.Equal(1, (await registry.RollbackAsync(Tenant, "taste", Token)).Version);
        Assert.Equal(2, (await registry.RollbackAsync(Tenant, "taste", Token)).Version);
        var refused = await Assert.ThrowsAsync<ConflictException>(() => registry.RollbackAsync(Tenant, "taste", Token));

        Assert.Equal("no_earlier_model", refused.Code);
        Assert.Equal([ModelState.Retired, ModelState.Live, ModelState.Retired], await StatesAsync(registry));
    }

    [Theory]
    [InlineData(SqlDialect.Sqlite, new[] { 1, 2, 1 }, new[] { 2 })]
    [InlineData(SqlDialect.Postgres, new[] { 1, 2, 1 }, new[] { 2 })]
    [InlineData(SqlDialect.Sqlite, new[] { 1, 2, 3, 2 }, new[] { 3, 1 })]
    [InlineData(SqlDialect.Sqlite, new[] { 3, 1, 2, 3, 1 }, new[] { 3, 2 })]
    public async Task A_version_that_was_promoted_again_is_rolled_back_once_and_not_gone_back_to(SqlDialect engine, int[] promoted, int[] rolledBackTo)
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(engine);
        ModelRegistry registry = await WithVersionsAsync(test, 0.1, 0.2, 0.3);
        foreach (int version in promoted)
            await registry.PromoteAsync(Tenant, "taste", version, cancellationToken: Token);

        foreach (int version in rolledBackTo)
            Assert.Equal(version, (await registry.RollbackAsync(Tenant, "taste", Token)).Version);

        Assert.Equal("no_earlier_model", (await Assert.ThrowsAsync<ConflictException>(() => registry.RollbackAsync(Tenant, "taste", Token))).Code);
    }

    [Fact]
    public async Task A_rolled_back_version_that_is_promoted_again_goes_back_to_what_was_live_then()
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(SqlDialect.Sqlite);
        ModelRegistry registry = await WithVersionsAsync(test, 0.1, 0.2, 0.3);
        foreach (int version in (int[])[1, 2, 3])
            await registry.PromoteAsync(Tenant, "taste", version, cancellationToken: Token);
        await registry.RollbackAsync(Tenant, "taste", Token);
        await registry.PromoteAsync(Tenant, "taste", 3, cancellationToken: Token);

        Assert.Equal(2, (await registry.RollbackAsync(Tenant, "taste", Token)).Version);
        Assert.Equal(1, (await registry.RollbackAsync(Tenant, "taste", Token)).Version);
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task Promotions_at_once_leave_one_live(SqlDialect engine)
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(engine);
        ModelRegistry registry = await WithVersionsAsync(test, 0.1, 0.2, 0.3, 0.4, 0.5);

        await Task.WhenAll(Enumerable.Range(1, 5).Select(version => Task.Run(() => registry.PromoteAsync(Tenant, "taste", version, cancellationToken: Token))));

        Assert.Single(await StatesAsync(registry), ModelState.Live);
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task The_database_itself_refuses_a_second_live_version(SqlDialect engine)
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(engine);
        await WithVersionsAsync(test, 0.1, 0.2);

        await Assert.ThrowsAnyAsync<DbException>(() => test.Database.WriteAsync(session => session.ExecuteAsync("update model set state = 'live'"), Token));
    }

    [Theory]
    [InlineData("update model_part set bytes = cast(x'00' || substr(bytes, 2) as blob)", "SHA-256 is", true)]
    [InlineData("delete from model_part where part = 1", "part 1 is missing", false)]
    [InlineData("update model_part set bytes = cast(bytes || x'00' as blob) where part = 1", "part 1 is missing or has another length", false)]
    public async Task Damaged_bytes_are_never_given_out(string damage, string found, bool canGoLive)
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(SqlDialect.Sqlite);
        var registry = new ModelRegistry(test.Database, TimeProvider.System);
        byte[] content = new byte[(1 << 20) + 7];
        content.AsSpan().Fill(7);
        ModelVersion saved = await registry.SaveAsync(Tenant, Draft(0.1), content, Token);
        await test.Database.WriteAsync(session => session.ExecuteAsync(damage), Token);

        var corrupt = await Assert.ThrowsAsync<ModelCorruptException>(() => registry.ReadAsync(saved, Token));

        Assert.Contains(found, corrupt.Message, StringComparison.Ordinal);
        Exception? promoted = await Record.ExceptionAsync(() => registry.PromoteAsync(Tenant, "taste", 1, cancellationToken: Token));
        Assert.Equal(canGoLive, promoted is not ModelCorruptException);
    }

    [Fact]
    public async Task What_does_not_exist_is_not_found_and_what_is_malformed_is_not_saved()
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(SqlDialect.Sqlite);
        ModelRegistry registry = await WithVersionsAsync(test, 0.1);

        await Assert.ThrowsAsync<NotFoundException>(() => registry.PromoteAsync(Tenant, "taste", 2, cancellationToken: Token));
        await Assert.ThrowsAsync<NotFoundException>(() => registry.PromoteAsync(new TenantId("other"), "taste", 1, cancellationToken: Token));
        Assert.Equal("name", (await Assert.ThrowsAsync<InvalidValueException>(() => registry.SaveAsync(Tenant, Draft(0.1) with { Name = "" }, new byte[1], Token))).Field);
        Assert.Equal("metrics.ndcg@10", (await Assert.ThrowsAsync<InvalidValueException>(() => registry.SaveAsync(Tenant, Draft(double.NaN), new byte[1], Token))).Field);
        Assert.Single(await registry.ListAsync(Tenant, cancellationToken: Token));
    }

    private static ModelDraft Draft(double ndcg) => new() { Name = "taste", Kind = "ials", Metrics = new Dictionary<string, double> { ["ndcg@10"] = ndcg } };

    private static async Task<ModelRegistry> WithVersionsAsync(TestDatabase test, params double[] metrics)
    {
        var registry = new ModelRegistry(test.Database, TimeProvider.System);
        foreach (double metric in metrics)
            await registry.SaveAsync(Tenant, Draft(metric), new byte[] { 1, 2, 3 }, Token);
        return registry;
    }

    private static async Task<IEnumerable<ModelState>> StatesAsync(ModelRegistry registry) =>
        (await registry.ListAsync(Tenant, "taste", Token)).Select(model => model.State);
}
