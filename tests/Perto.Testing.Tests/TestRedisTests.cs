using StackExchange.Redis;

namespace Perto.Testing.Tests;

public sealed class TestRedisTests
{
    [Fact]
    public async Task The_server_answers()
    {
        using ConnectionMultiplexer redis = await ConnectionMultiplexer.ConnectAsync(TestRedis.ConnectionString());

        Assert.True(redis.GetDatabase().Ping() > TimeSpan.Zero);
    }
}
