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

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task Who_lost_it_does_not_get_it_back_when_the_next_owner_has_done(SqlDialect engine)
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(engine);
        var clock = new ManualTimeProvider();
        LeaseKeeper keeper = Keeper(test, clock);
        Lease first = (await keeper.TryAcquireAsync("train", Minute, Token))!;
        clock.Advance(Minute);
        await (await keeper.TryAcquireAsync("train", Minute, Token))!.DisposeAsync();

        Assert.False(await first.RenewAsync(Token));
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task A_kept_lease_is_renewed_until_it_is_disposed(SqlDialect engine)
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(engine);
        var clock = new ManualTimeProvider();
        LeaseKeeper keeper = Keeper(test, clock);
        KeptLease kept = (await keeper.TryKeepAsync("train", Minute, Token))!;

        for (int quarter = 0; quarter < 12; quarter++)
        {
            long before = await UntilAsync();
            clock.Advance(Minute / 4);
            while (await UntilAsync() == before)
                await Task.Yield();
        }
        Assert.False(kept.Lost.IsCancellationRequested);
        Assert.Null(await keeper.TryKeepAsync("train", Minute, Token));
        await kept.DisposeAsync();
        Assert.NotNull(await keeper.TryKeepAsync("train", Minute, Token));

        Task<long> UntilAsync() => test.Database.ReadAsync(session => session.ScalarAsync<long>("select expires_at from lease"), Token);
    }

    [Fact]
    public async Task A_kept_lease_that_cannot_be_renewed_tells_its_end_and_lets_nothing_be_written()
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(SqlDialect.Sqlite);
        var clock = new ManualTimeProvider();
        var later = new ManualTimeProvider(clock.GetUtcNow() + Minute);
        await using KeptLease kept = (await Keeper(test, clock).TryKeepAsync("train", Minute, Token))!;
        await test.Database.WriteAsync(kept.RequireAsync, Token);
        await using KeptLease? second = await Keeper(test, later).TryKeepAsync("train", Minute, Token);
        Assert.NotNull(second);

        ConflictException refused = await Assert.ThrowsAsync<ConflictException>(() => test.Database.WriteAsync(kept.RequireAsync, Token));
        Assert.Equal("lease_lost", refused.Code);
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using CancellationTokenRegistration telling = kept.Lost.Register(told.SetResult);
        clock.Advance(Minute);
        await told.Task;
    }

    private static LeaseKeeper Keeper(TestDatabase test, TimeProvider clock) => new(test.Database, new IdGenerator(clock), clock);
}
