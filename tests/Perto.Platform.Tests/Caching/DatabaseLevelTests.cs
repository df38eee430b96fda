using Perto.Testing;
using static Perto.Platform.Tests.Caching.TestCaches;

namespace Perto.Platform.Tests.Caching;

public sealed class DatabaseLevelTests
{
    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(SqlDialect.Sqlite)]
    [InlineData(SqlDialect.Postgres)]
    public async Task A_value_outlives_the_process_until_its_time_its_tag_or_itself_is_removed(SqlDialect dialect)
    {
        await using TestDatabase database = await TestDatabase.OpenMigratedAsync(dialect);
        var clock = new ManualTimeProvider();
        Assert.Equal("a", await Cache().GetOrCreateAsync(Tenant, "1", Gives("a"), ["film"], Ended));
        Assert.Equal("a", await Cache().GetOrCreateAsync(Tenant, "1", MustNotRun, ["film"], Ended));

        await Cache().RemoveByTagAsync(Tenant, "film", Ended);
        Assert.Equal("b", await Cache().GetOrCreateAsync(Tenant, "1", Gives("b"), ["film"], Ended));
        await Cache().RemoveAsync(Tenant, "1", Ended);
        Assert.Equal("c", await Cache().GetOrCreateAsync(Tenant, "1", Gives("c"), ["film"], Ended));
        Assert.Equal("c", await Cache().GetOrCreateAsync(Tenant, "1", MustNotRun, ["film"], Ended));
        await Cache().ClearAsync(Tenant, Ended);
        Assert.Equal("d", await Cache().GetOrCreateAsync(Tenant, "1", Gives("d"), ["film"], Ended));
        clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal("e", await Cache().GetOrCreateAsync(Tenant, "1", Gives("e"), ["film"], Ended));

        // Each is a process of its own.
        Cache<string> Cache() => new TestCaches(database: database.Database, clock: clock).Caches.For<string>("names", options => options.InDatabase = true);
    }

    [Theory]
    [InlineData(SqlDialect.Sqlite)]
    [InlineData(SqlDialect.Postgres)]
    public async Task A_value_that_was_begun_before_a_removal_is_not_written_after_it(SqlDialect dialect)
    {
        await using TestDatabase database = await TestDatabase.OpenMigratedAsync(dialect);
        var level = new DatabaseLevel(new Lazy<IDatabase>(database.Database), new ManualTimeProvider());
        var space = new CacheSpace("names", 1, Tenant);
        byte[] value = new byte[100];

        LevelRead before = (await level.ReadAsync(space, ["1"], [""], Ended))[0];
        await level.RemoveAsync(space, ["1"], Ended);
        await level.WriteAsync(space, [new LevelWrite("1", value, before.Stored, TimeSpan.FromMinutes(1))], Ended);
        LevelRead after = (await level.ReadAsync(space, ["1"], [""], Ended))[0];

        Assert.Null(before.Stored);
        Assert.True(RemovalMark.Is(after.Stored));
        await level.WriteAsync(space, [new LevelWrite("1", value, after.Stored, TimeSpan.FromMinutes(1))], Ended);
        Assert.Equal(value, (await level.ReadAsync(space, ["1"], [""], Ended))[0].Stored);
    }

    [Theory]
    [InlineData(SqlDialect.Sqlite)]
    [InlineData(SqlDialect.Postgres)]
    public async Task What_has_expired_or_is_too_many_is_deleted(SqlDialect dialect)
    {
        await using TestDatabase database = await TestDatabase.OpenMigratedAsync(dialect);
        var clock = new ManualTimeProvider();
        var level = new DatabaseLevel(new Lazy<IDatabase>(database.Database), clock);
        var space = new CacheSpace("names", 1, Tenant);
        await level.WriteAsync(space, [.. Enumerable.Range(1, 20).Select(i => new LevelWrite($"{i}", [1], null, TimeSpan.FromMinutes(i)))], Ended);
        clock.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(5, await level.CleanAsync(100, Ended));
        Assert.Equal(12, await level.CleanAsync(3, Ended));

        LevelRead[] left = await level.ReadAsync(space, [.. Enumerable.Range(1, 20).Select(i => $"{i}")], [""], Ended);
        Assert.Equal([18, 19, 20], left.Index().Where(read => read.Item.Stored is not null).Select(read => read.Index + 1));
    }
}
