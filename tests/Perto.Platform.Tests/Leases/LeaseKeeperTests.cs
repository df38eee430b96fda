using Perto.Testing;

namespace Perto.Platform.Tests;

public sealed class LeaseKeeperTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task One_of_many_that_ask_at_once_gets_it(SqlDialect engine)
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(engine);
        LeaseKeeper keeper = Keeper(test, new ManualTimeProvider());

        Lease?[] leases = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => keeper.TryAcquireAsync("train", Minute, Token))));

        Assert.Single(leases, lease => lease is not null);
        Assert.NotNull(await keeper.TryAcquireAsync("other", Minute, Token));
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task A_lease_given_back_can_be_taken_at_once(SqlDialect engine)
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(engine);
        LeaseKeeper keeper = Keeper(test, new ManualTimeProvider());

        await (await keeper.TryAcquireAsync("train", Minute, Token))!.DisposeAsync();

        Assert.NotNull(await keeper.TryAcquireAsync("train", Minute, Token));
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task An_owner_that_renews_keeps_it_and_one_that_does_not_loses_it(SqlDialect engine)
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(engine);
        var clock = new ManualTimeProvider();
        LeaseKeeper keeper = Keeper(test, clock);
        Lease first = (await keeper.TryAcquireAsync("train", Minute, Token))!;

        clock.Advance(TimeSpan.FromSeconds(50));
        Assert.True(await first.RenewAsync(Token));
        clock.Advance(TimeSpan.FromSeconds(50));
        Assert.Null(await keeper.TryAcquireAsync("train", Minute, Token));

        clock.Advance(TimeSpan.FromSeconds(10));
        Lease? second = await keeper.TryAcquireAsync("train", Minute, Token);

        Assert.NotNull(second);
        Assert.False(await first.RenewAsync(Token));
        await first.DisposeAsync();
        Assert.True(await second.RenewAsync(Token));
    }

    private static LeaseKeeper Keeper(TestDatabase test, TimeProvider clock) => new(test.Database, new IdGenerator(clock), clock);
}
