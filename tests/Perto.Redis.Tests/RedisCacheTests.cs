using Perto.Platform;
using Perto.Testing;

namespace Perto.Redis.Tests;

/// <summary>Caches of several servers over a real Redis.</summary>
public sealed class RedisCacheTests
{
    private static readonly TenantId Tenant = new("acme");

    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Servers_share_values_and_hear_of_removals()
    {
        await using RedisServer redis = await RedisServer.StartNewAsync(Ended);
        await using var one = new CacheServer(redis.Url);
        await using var two = new CacheServer(redis.Url);
        await ListenAsync(one, two);
        string large = string.Concat(Enumerable.Repeat("again and ", 1_000));

        Assert.Equal(large, await one.Cache.GetOrCreateAsync(Tenant, "1", Gives(large), ["film"], Ended));
        Assert.Equal(large, await two.Cache.GetOrCreateAsync(Tenant, "1", MustNotRun, ["film"], Ended));
        await one.Cache.RemoveByTagAsync(Tenant, "film", Ended);
        Assert.Equal("new", await one.Cache.GetOrCreateAsync(Tenant, "1", Gives("new"), ["film"], Ended));
        await Eventually.Async(async () => await two.Cache.GetOrCreateAsync(Tenant, "1", MustNotRun, ["film"], Ended) == "new");
        await two.Cache.RemoveAsync(Tenant, "1", Ended);
        Assert.Equal("newer", await two.Cache.GetOrCreateAsync(Tenant, "1", Gives("newer"), ["film"], Ended));
        await Eventually.Async(async () => await one.Cache.GetOrCreateAsync(Tenant, "1", MustNotRun, ["film"], Ended) == "newer");
        Assert.Null(await one.Cache.GetOrCreateAsync(Tenant, "2", Gives(null), cancellationToken: Ended));
        Assert.Null(await two.Cache.GetOrCreateAsync(Tenant, "2", MustNotRun, cancellationToken: Ended));
    }

    [Fact]
    public async Task A_thousand_callers_of_two_servers_ask_the_source_once()
    {
        await using RedisServer redis = await RedisServer.StartNewAsync(Ended);
        await using var one = new CacheServer(redis.Url);
        await using var two = new CacheServer(redis.Url);
        int calls = 0;

        string?[] values = await Task.WhenAll(Enumerable.Range(0, 1_000).Select(i => Task.Run(() => (i % 2 == 0 ? one : two).Cache.GetOrCreateAsync(
            Tenant,
            "1",
            async _ =>
            {
                Interlocked.Increment(ref calls);
                await Task.Yield();
                return "Ana";
            },
            cancellationToken: Ended).AsTask())));

        Assert.All(values, value => Assert.Equal("Ana", value));
        Assert.Equal(1, calls);
    }

    [Fact]
    public async Task A_value_that_was_begun_before_a_removal_is_not_written_after_it()
    {
        await using RedisServer redis = await RedisServer.StartNewAsync(Ended);
        await using var one = new CacheServer(redis.Url, configure: options => options.InProcess = false);
        await using var two = new CacheServer(redis.Url, configure: options => options.InProcess = false);
        var source = new TaskCompletionSource<string?>();
        var asked = new TaskCompletionSource();
        Task<string?> before = two.Cache.GetOrCreateAsync(
            Tenant,
            "1",
            _ =>
            {
                asked.SetResult();
                return source.Task;
            },
            cancellationToken: Ended).AsTask();
        await asked.Task;

        await one.Cache.RemoveAsync(Tenant, "1", Ended);
        source.SetResult("old");

        Assert.Equal("old", await before);
        Assert.Equal("new", await two.Cache.GetOrCreateAsync(Tenant, "1", Gives("new"), cancellationToken: Ended));
        Assert.Equal("new", await one.Cache.GetOrCreateAsync(Tenant, "1", MustNotRun, cancellationToken: Ended));
    }

    [Fact]
    public async Task Everything_that_is_kept_expires_and_is_damaged_in_vain()
    {
        await using RedisServer redis = await RedisServer.StartNewAsync(Ended);
        await using var server = new CacheServer(redis.Url, configure: options => options.InProcess = false);
        await server.Cache.GetOrCreateAsync(Tenant, "1", Gives("good"), ["film"], Ended);
        await server.Cache.RemoveAsync(Tenant, "2", Ended);

        string[] keys = [.. (await server.Redis.ExecuteAsync("KEYS", ["*"], cancellationToken: Ended)).Items.Select(item => item.Text!)];
        Assert.Equal(4, keys.Length);
        foreach (string key in keys)
            Assert.InRange((await server.Redis.ExecuteAsync("PTTL", [key], cancellationToken: Ended)).Integer, 1, (long)TimeSpan.FromDays(8).TotalMilliseconds);

        await server.Redis.SetAsync("perto:names:1:acme:1", "garbage"u8.ToArray(), TimeSpan.FromMinutes(1), Ended);
        Assert.Equal("made anew", await server.Cache.GetOrCreateAsync(Tenant, "1", Gives("made anew"), ["film"], Ended));
        await server.Redis.SetAsync("perto-tag:names:acme:film", "garbage"u8.ToArray(), TimeSpan.FromMinutes(1), Ended);
        Assert.Equal("and again", await server.Cache.GetOrCreateAsync(Tenant, "1", Gives("and again"), ["film"], Ended));
        Assert.Equal(1, server.Cache.Statistics.Levels[1].Errors);
        // Another type than a string under the key: an error of the server, and still an answer.
        await server.Redis.DeleteAsync(["perto:names:1:acme:1"], Ended);
        await server.Redis.PushAsync("perto:names:1:acme:1", [[1]], Ended);
        Assert.Equal("made", await server.Cache.GetOrCreateAsync(Tenant, "1", Gives("made"), ["film"], Ended));
    }

    [Fact]
    public async Task Killed_and_started_again_under_load_Redis_costs_no_caller_an_answer()
    {
        await using RedisServer redis = await RedisServer.StartNewAsync(Ended);
        await using var one = new CacheServer(redis.Url, configure: options => options.InProcess = false, timeout: TimeSpan.FromSeconds(1));
        await using var two = new CacheServer(redis.Url, configure: options => options.InProcess = false, timeout: TimeSpan.FromSeconds(1));
        await ListenAsync(one, two);
        using var stop = new CancellationTokenSource();
        int answers = 0;
        Task[] callers = [.. Enumerable.Range(0, 8).Select(caller => Task.Run(async () =>
        {
            var random = new Random(caller);
            Cache<string> cache = (caller % 2 == 0 ? one : two).Cache;
            while (!stop.IsCancellationRequested)
            {
                string key = $"{random.Next(50)}";
                Assert.Equal($"value of {key}", await cache.GetOrCreateAsync(Tenant, key, Gives($"value of {key}"), cancellationToken: Ended));
                Interlocked.Increment(ref answers);
                if (random.Next(10) == 0)
                    await cache.RemoveAsync(Tenant, key, Ended);
            }
        }))];

        for (int round = 0; round < 2; round++)
        {
            await MoreAsync(300);
            await redis.KillAsync();
            await Eventually.Async(() => one.Redis.Dependency.State == DependencyState.Down && two.Redis.Dependency.State == DependencyState.Down);
            await MoreAsync(300);
            await redis.StartAsync(Ended);
            long hits = one.Cache.Statistics.Levels[1].Hits;
            await Eventually.Async(() => one.Cache.Statistics.Levels[1].Hits > hits + 20);
        }
        await stop.CancelAsync();
        await Task.WhenAll(callers);

        Task MoreAsync(int count)
        {
            int before = Volatile.Read(ref answers);
            return Eventually.Async(() => Volatile.Read(ref answers) > before + count);
        }
    }

    [Fact]
    public async Task A_slow_Redis_is_passed_over_and_the_answer_says_so()
    {
        await using RedisServer redis = await RedisServer.StartNewAsync(Ended);
        await using var proxy = new FaultyProxy(redis.Port);
        await using var server = new CacheServer($"redis://127.0.0.1:{proxy.Port}", configure: options => options.InProcess = false, timeout: TimeSpan.FromMilliseconds(300));
        await Eventually.Async(async () => await server.Cache.GetOrCreateAsync(Tenant, "1", Gives("a"), cancellationToken: Ended) == "a" && server.Cache.Statistics.Levels[1].Hits > 0);
        proxy.Delay(TimeSpan.FromSeconds(30));
        IDegraded degraded = DegradedRequest.Collect();

        for (int i = 0; i < 50; i++)
            Assert.Equal("b", await server.Cache.GetOrCreateAsync(Tenant, $"new {i}", Gives("b"), cancellationToken: Ended));

        Assert.Equal(["redis"], degraded.Names);
        Assert.True(server.Redis.Dependency.Status.Fallbacks > 0);
        proxy.Heal();
        long hits = server.Cache.Statistics.Levels[1].Hits;
        await Eventually.Async(async () => await server.Cache.GetOrCreateAsync(Tenant, "1", Gives("a"), cancellationToken: Ended) == "a" && server.Cache.Statistics.Levels[1].Hits > hits);
    }

    [Fact]
    public async Task A_removal_that_Redis_missed_is_told_and_counted()
    {
        await using RedisServer redis = RedisServer.New();
        await using var server = new CacheServer(redis.Url);
        IDegraded degraded = DegradedRequest.Collect();

        await server.Cache.RemoveAsync(Tenant, "1", Ended);
        Assert.Equal(["redis"], degraded.Names);
        long fallbacks = server.Redis.Dependency.Status.Fallbacks;
        await server.Cache.RemoveByTagAsync(Tenant, "film", Ended);

        Assert.True(server.Redis.Dependency.Status.Fallbacks > fallbacks);
    }

    [Fact]
    public async Task What_are_no_versions_of_tags_is_not_taken_for_them()
    {
        await using TestRedisConnection connection = TestRedisConnection.To();
        Assert.Equal(["v"u8.ToArray()], RedisCacheLevel.VersionsOf(await AnswerAsync("{'v'}"), 1));

        foreach (string other in (string[])["'v'", "7", "{}", "{'v', 'w'}", "{false}", "{{'v', 'w'}}"])
        {
            RedisReply answer = await AnswerAsync(other);
            Assert.Throws<InvalidCastException>(() => RedisCacheLevel.VersionsOf(answer, 1));
        }

        ValueTask<RedisReply> AnswerAsync(string what) => connection.Redis.RunAsync(new RedisScript($"return {what}"), [], [], cancellationToken: Ended);
    }

    [Fact]
    public async Task A_turn_whose_answer_was_lost_is_given_back()
    {
        await using RedisServer redis = await RedisServer.StartNewAsync(Ended);
        await using var proxy = new FaultyProxy(redis.Port);
        await using TestRedisConnection slow = TestRedisConnection.To($"redis://127.0.0.1:{proxy.Port}", ("Perto:Dependencies:redis:Timeout", "00:00:01"));
        await using TestRedisConnection direct = TestRedisConnection.To(redis.Url);
        var level = new RedisCacheLevel(slow.Redis);
        var space = new CacheSpace("names", 1, Tenant);
        // The server knows the script from here on.
        await Eventually.Async(async () =>
        {
            try
            {
                await (await level.TryLockAsync(space, "1", Ended))!.DisposeAsync();
                return true;
            }
            catch (DependencyException)
            {
                return false;
            }
        });
        await direct.Redis.ExecuteAsync("CONFIG", ["RESETSTAT"], cancellationToken: Ended);
        proxy.Delay(TimeSpan.FromSeconds(2));

        await Assert.ThrowsAsync<DependencyException>(() => level.TryLockAsync(space, "2", Ended).AsTask());

        // It deletes nothing but what this turn has set.
        await Eventually.Async(async () => (await direct.Redis.ExecuteAsync("INFO", ["commandstats"], cancellationToken: Ended)).Text!.Contains("cmdstat_del:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_Redis_at_the_start_a_server_works_and_finds_it_later()
    {
        await using RedisServer redis = RedisServer.New();
        await using var one = new CacheServer(redis.Url);
        await using var two = new CacheServer(redis.Url);

        Assert.Equal("one", await one.Cache.GetOrCreateAsync(Tenant, "1", Gives("one"), cancellationToken: Ended));
        await redis.StartAsync(Ended);
        await ListenAsync(one, two);

        int key = 0;
        await Eventually.Async(async () =>
        {
            string next = $"later {++key}";
            await one.Cache.GetOrCreateAsync(Tenant, next, Gives("one"), cancellationToken: Ended);
            return await two.Cache.GetOrCreateAsync(Tenant, next, Gives("two"), cancellationToken: Ended) == "one";
        });
    }

    private static Func<CancellationToken, Task<string?>> MustNotRun { get; } = _ => throw new InvalidOperationException("The source was asked.");

    private static Func<CancellationToken, Task<string?>> Gives(string? value) => _ => Task.FromResult(value);

    private static Task ListenAsync(params CacheServer[] servers) => Eventually.Async(() => servers.All(server => server.Caches.HearsAll));
}
