using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Perto.Platform;
using Perto.Testing;
using StackExchange.Redis;

namespace Perto.Redis.Tests;

public sealed class RedisUrlTests
{
    [Theory]
    [InlineData("redis://localhost", "localhost:6379", null, 0, false)]
    [InlineData("redis://cache.example:7000/3", "cache.example:7000", null, 3, false)]
    [InlineData("redis://:p%40ss@cache.example", "cache.example:6379", "p@ss", 0, false)]
    [InlineData("redis://default:a:b@[::1]:7000/", "[::1]:7000", "a:b", 0, false)]
    [InlineData("rediss://:x@cache.example/0", "cache.example:6379", "x", 0, true)]
    [InlineData("cache.example:7000,password=p,ssl=true,defaultDatabase=2", "cache.example:7000", "p", 2, true)]
    [InlineData("cache.example", "cache.example:6379", null, 0, false)]
    public void An_address_is_read_in_both_forms(string given, string endPoint, string? password, int database, bool tls)
    {
        ConfigurationOptions options = RedisUrl.Parse(given);

        EndPoint only = Assert.Single(options.EndPoints);
        Assert.Equal(endPoint, only is DnsEndPoint name ? $"{name.Host}:{name.Port}" : only.ToString());
        Assert.Equal(password, options.Password);
        Assert.Equal(database, options.DefaultDatabase ?? 0);
        Assert.Equal(tls, options.Ssl);
        Assert.False(options.AbortOnConnectFail);
    }

    [Theory]
    [InlineData("redis://:hunter2@")]
    [InlineData("redis://:hunter2@host:99999")]
    [InlineData("redis://:hunter2@host/first")]
    [InlineData("redis://:hunter2@host/-1")]
    [InlineData("redis://:hunter2@host/0?ssl=true")]
    [InlineData("redis://ana:hunter2@host")]
    [InlineData("redis://hunter2@host")]
    [InlineData("host,password=hunter2,sll=true")]
    [InlineData("host,password=hunter2,defaultDatabase=first")]
    [InlineData("password=hunter2")]
    public void What_cannot_be_read_is_told_with_the_setting_and_without_the_password(string given)
    {
        InvalidSettingException refused = Assert.Throws<InvalidSettingException>(() => Compose(given));

        Assert.Equal("Perto:Redis:Url", refused.Setting);
        Assert.Contains("redis://", refused.Allowed);
        Assert.DoesNotContain("hunter2", refused.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    public void Without_an_address_there_is_no_Redis(string? given)
    {
        using ServiceProvider services = Compose(given);

        Assert.Null(services.GetService<RedisConnection>());
        Assert.DoesNotContain(services.GetRequiredService<Dependencies>().All, dependency => dependency.Name == RedisConnection.DependencyName);
    }

    [Fact]
    public async Task A_password_is_used_and_a_wrong_one_is_told_without_showing_it()
    {
        CancellationToken ended = TestContext.Current.CancellationToken;
        await using RedisServer server = await RedisServer.StartNewAsync(ended, password: "hunter2:&");
        await using TestRedisConnection right = TestRedisConnection.To(server.Url);
        await using TestRedisConnection wrong = TestRedisConnection.To($"redis://:hunter3@127.0.0.1:{server.Port}");

        await right.Redis.SetAsync("key", [1], null, ended);
        DependencyException refused = await Assert.ThrowsAsync<DependencyException>(() => wrong.Redis.GetAsync("key", ended).AsTask());

        Assert.DoesNotContain("hunter3", refused.ToString());
    }

    private static ServiceProvider Compose(string? url)
    {
        var services = new ServiceCollection();
        services.AddPerto(new ConfigurationBuilder().AddInMemoryCollection([new("Perto:Redis:Url", url)]).Build()).UseRedis();
        return services.BuildServiceProvider();
    }
}
