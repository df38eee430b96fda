using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Perto.Platform;
using Perto.Testing;

namespace Perto.Redis.Tests;

/// <summary>The feature store with Redis in front of its database, while Redis is there and while it is not.</summary>
public sealed class FeaturesOnRedisTests
{
    private static readonly FeatureView Score = new()
    {
        Name = "score",
        Entity = "title",
        Features = [new Feature { Name = "score", Kind = FeatureKind.Integer }],
    };

    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_row_is_read_from_redis_and_what_is_damaged_there_from_the_database()
    {
        await using RedisServer redis = await RedisServer.StartNewAsync(Ended);
        using var folder = new TemporaryFolder();
        await using ServiceProvider services = await StartAsync(redis.Url, folder);
        await WriteAsync(services, 1);
        RedisConnection connection = services.GetRequiredService<RedisConnection>();
        Assert.NotNull(await connection.GetAsync("perto:features:t:title:heat", Ended));

        // That Redis answers shows in that a row is served which the database does not have any more.
        await services.GetRequiredService<IDatabase>().WriteAsync(session => session.ExecuteAsync("delete from feature_online"), Ended);
        Assert.Equal(1, await ReadAsync(services));

        byte[] damaged = (await connection.GetAsync("perto:features:t:title:heat", Ended))!;
        damaged[^6] ^= 1;
        await connection.SetAsync("perto:features:t:title:heat", damaged, TimeSpan.FromMinutes(1), Ended);
        Assert.Null(await ReadAsync(services));
    }

    [Fact]
    public async Task While_redis_is_away_the_database_answers_and_what_was_written_meanwhile_is_there_when_it_is_back()
    {
        await using RedisServer redis = await RedisServer.StartNewAsync(Ended);
        using var folder = new TemporaryFolder();
        await using ServiceProvider services = await StartAsync(redis.Url, folder);
        await WriteAsync(services, 1);
        await redis.KillAsync();

        IDegraded degraded = DegradedRequest.Collect();
        await WriteAsync(services, 2);
        Assert.Equal(2, await ReadAsync(services));
        Assert.Equal(["redis"], degraded.Names);
        Assert.True(services.GetRequiredService<RedisConnection>().Dependency.Status.Fallbacks > 0);

        await redis.StartAsync(Ended);
        RedisConnection connection = services.GetRequiredService<RedisConnection>();
        await Eventually.Async(async () =>
        {
            Assert.Equal(2, await ReadAsync(services));
            return connection.Dependency.State == DependencyState.Up && await connection.GetAsync("perto:features:t:title:heat", Ended) is not null;
        });
        await services.GetRequiredService<IDatabase>().WriteAsync(session => session.ExecuteAsync("delete from feature_online"), Ended);
        Assert.Equal(2, await ReadAsync(services));
    }

    private static async Task<ServiceProvider> StartAsync(string url, TemporaryFolder folder)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.ClearProviders());
        services.AddPerto(new ConfigurationBuilder()
                .AddInMemoryCollection([
                    new("Perto:DataFolder", folder.Find("data")),
                    new("Perto:Redis:Url", url),
                    new("Perto:Dependencies:redis:Timeout", "00:00:02"),
                    new("Perto:Dependencies:redis:BreakerPause", "00:00:00.500"),
                    // Nothing stays in the process: every read asks Redis.
                    new("Perto:Features:ProcessBytes", "0"),
                ])
                .Build())
            .UseRedis()
            .AddModule("sample", module => module.Features(Score));
        ServiceProvider provider = services.BuildServiceProvider();
        await provider.GetRequiredService<DatabaseMigrator>().MigrateAsync(Ended);
        return provider;
    }

    private static Task WriteAsync(ServiceProvider services, long score) => services.GetRequiredService<FeatureStore>().WriteAsync(
        new TenantId("t"),
        "score",
        [new FeatureWrite { Key = "heat", EventAt = TimeProvider.System.GetUtcNow(), Values = new Dictionary<string, FeatureValue?> { ["score"] = FeatureValue.Of(score) } }],
        Ended);

    private static async Task<long?> ReadAsync(ServiceProvider services)
    {
        OnlineFeatures read = await services.GetRequiredService<FeatureStore>().GetAsync(
            new TenantId("t"), [new EntityRequest { Entity = "title", Keys = ["heat"], Views = ["score"] }], Ended);
        return (long?)read[0, 0, 0].Value("score")?.Raw;
    }
}
