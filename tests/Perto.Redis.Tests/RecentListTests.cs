using Perto.Platform;
using Perto.Testing;

namespace Perto.Redis.Tests;

public sealed class RecentListTests
{
    private static readonly TenantId Tenant = new("acme");

    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true, "c,a,b")]
    [InlineData(false, "c,a,b,a")]
    public async Task The_newest_come_first_and_a_value_once_where_that_is_asked_for(bool unique, string expected)
    {
        await using RedisServer redis = await RedisServer.StartNewAsync(Ended);
        await using var one = new CacheServer(redis.Url);
        await using var two = new CacheServer(redis.Url);
        var options = new RecentListOptions { Limit = 4, Unique = unique };
        RecentList list = one.RecentLists.For("watched", options);
        foreach (string value in (string[])["x", "a", "b", "a", "c"])
        {
            if (unique && value == "x")
                continue;
            await list.AddAsync(Tenant, "ana", value, Ended);
        }

        RecentList other = two.RecentLists.For("watched", options);
        Assert.Equal(expected.Split(','), await other.ReadAsync(Tenant, "ana", 10, Ended));
        Assert.Equal(expected.Split(',')[..2], await other.ReadAsync(Tenant, "ana", 2, Ended));
        Assert.Empty(await other.ReadAsync(new TenantId("other"), "ana", 10, Ended));
        await other.RemoveAsync(Tenant, "ana", Ended);
        Assert.Empty(await list.ReadAsync(Tenant, "ana", 10, Ended));
    }

    [Fact]
    public async Task While_Redis_is_away_the_process_keeps_what_comes_and_hands_it_over()
    {
        await using RedisServer redis = RedisServer.New();
        await using var one = new CacheServer(redis.Url, timeout: TimeSpan.FromSeconds(1));
        await using var two = new CacheServer(redis.Url, timeout: TimeSpan.FromSeconds(1));
        RecentList list = one.RecentLists.For("watched");
        await list.AddAsync(Tenant, "ana", "a", Ended);
        await list.AddAsync(Tenant, "ana", "b", Ended);
        Assert.Equal(["b", "a"], await list.ReadAsync(Tenant, "ana", 10, Ended));

        await redis.StartAsync(Ended);
        RecentList other = two.RecentLists.For("watched");
        await Eventually.Async(async () =>
        {
            await list.AddAsync(Tenant, "ana", "c", Ended);
            return (await other.ReadAsync(Tenant, "ana", 10, Ended)).Count == 3;
        });

        Assert.Equal(["c", "b", "a"], await other.ReadAsync(Tenant, "ana", 10, Ended));
    }
}
