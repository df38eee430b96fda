using System.Collections.Concurrent;
using Perto.Platform;
using Perto.Testing;

namespace Perto.Redis.Tests;

/// <summary>The server is away, slow, silent, or is no Redis at all.</summary>
public sealed class RedisFaultTests
{
    private static readonly (string, string)[] Impatient =
    [
        ("Perto:Dependencies:redis:Timeout", "00:00:00.250"), ("Perto:Dependencies:redis:BreakerPause", "00:00:00.500"),
    ];

    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_that_is_not_there_yet_is_used_as_soon_as_it_is()
    {
        await using RedisServer server = RedisServer.New();
        await using TestRedisConnection connection = TestRedisConnection.To(server.Url, Impatient);

        DependencyException away = await Assert.ThrowsAsync<DependencyException>(() => connection.Redis.GetAsync("key", Ended).AsTask());
        Assert.True(away.Transient);
        await server.StartAsync(Ended);

        await AnswersAsync(connection);
    }

    [Fact]
    public async Task Calls_fail_at_once_while_the_server_is_down_and_work_again_when_it_is_back()
    {
        await using RedisServer server = await RedisServer.StartNewAsync(Ended);
        await using TestRedisConnection connection = TestRedisConnection.To(server.Url, Impatient);
        await AnswersAsync(connection);
        await connection.Redis.SetAsync("key", [1], null, Ended);
        await server.KillAsync();
        await Eventually.Async(async () => await FailsAsync(connection) && connection.Dependency.State == DependencyState.Down);
        long refused = connection.Dependency.Status.Refused;

        // With the breaker open nothing is sent; all of these end without anyone being asked.
        for (int i = 0; i < 1_000 && connection.Dependency.State == DependencyState.Down; i++)
            Assert.True(await FailsAsync(connection));
        Assert.True(connection.Dependency.Status.Refused > refused);
        await server.StartAsync(Ended);

        await AnswersAsync(connection);
        Assert.Null(await connection.Redis.GetAsync("key", Ended));
    }

    [Fact]
    public async Task Callers_under_load_see_only_failures_that_are_told_while_the_server_is_killed_and_back()
    {
        await using RedisServer server = await RedisServer.StartNewAsync(Ended);
        await using TestRedisConnection connection = TestRedisConnection.To(server.Url, Impatient);
        await AnswersAsync(connection);
        using var stop = new CancellationTokenSource();
        int good = 0;
        int failed = 0;
        Task[] callers = [.. Enumerable.Range(0, 16).Select(caller => Task.Run(async () =>
        {
            for (int i = 0; !stop.IsCancellationRequested; i++)
            {
                string key = $"{caller}:{i}";
                try
                {
                    await connection.Redis.SetAsync(key, BitConverter.GetBytes(i), TimeSpan.FromMinutes(1), Ended);
                    // A server that was killed in between has forgotten it; another value it must never give.
                    if (await connection.Redis.GetAsync(key, Ended) is { } found)
                        Assert.Equal(i, BitConverter.ToInt32(found));
                    Interlocked.Increment(ref good);
                }
                catch (DependencyException)
                {
                    Interlocked.Increment(ref failed);
                    await Task.Yield();
                }
            }
        }))];

        for (int round = 0; round < 2; round++)
        {
            int before = Volatile.Read(ref good);
            await Eventually.Async(() => Volatile.Read(ref good) > before + 500);
            int faults = Volatile.Read(ref failed);
            await server.KillAsync();
            await Eventually.Async(() => Volatile.Read(ref failed) > faults + 16);
            await server.StartAsync(Ended);
        }
        int after = Volatile.Read(ref good);
        await Eventually.Async(() => Volatile.Read(ref good) > after + 500);
        await stop.CancelAsync();
        await Task.WhenAll(callers);
    }

    [Fact]
    public async Task A_slow_server_costs_the_time_limit_and_then_nothing()
    {
        await using RedisServer server = await RedisServer.StartNewAsync(Ended);
        await using var proxy = new FaultyProxy(server.Port);
        await using TestRedisConnection connection = TestRedisConnection.To($"redis://127.0.0.1:{proxy.Port}", Impatient);
        await AnswersAsync(connection);
        await connection.Redis.SetAsync("key", [7], null, Ended);
        proxy.Delay(TimeSpan.FromSeconds(30));

        DependencyException slow = await Assert.ThrowsAsync<DependencyException>(() => connection.Redis.GetAsync("key", Ended).AsTask());
        Assert.Contains("did not answer within 250 ms", slow.Message);
        await Eventually.Async(async () => await FailsAsync(connection) && connection.Dependency.State == DependencyState.Down);
        proxy.Heal();

        await AnswersAsync(connection);
        Assert.Equal(7, Assert.Single((await connection.Redis.GetAsync("key", Ended))!));
    }

    [Fact]
    public async Task A_connection_that_is_cut_is_made_again()
    {
        await using RedisServer server = await RedisServer.StartNewAsync(Ended);
        await using var proxy = new FaultyProxy(server.Port);
        await using TestRedisConnection connection = TestRedisConnection.To($"redis://127.0.0.1:{proxy.Port}", Impatient);
        await AnswersAsync(connection);
        await connection.Redis.SetAsync("key", [7], null, Ended);

        proxy.Cut();

        await AnswersAsync(connection);
        Assert.Equal(7, Assert.Single((await connection.Redis.GetAsync("key", Ended))!));
    }

    [Fact]
    public async Task What_is_no_Redis_is_a_failure_and_never_a_value()
    {
        await using RedisServer server = await RedisServer.StartNewAsync(Ended);
        await using var proxy = new FaultyProxy(server.Port);
        await using TestRedisConnection connection = TestRedisConnection.To($"redis://127.0.0.1:{proxy.Port}", Impatient);
        await AnswersAsync(connection);
        await connection.Redis.SetAsync("key", [7], null, Ended);
        proxy.SendGarbage();

        await Assert.ThrowsAsync<DependencyException>(() => connection.Redis.GetAsync("key", Ended).AsTask());
        proxy.Heal();

        await AnswersAsync(connection);
    }

    [Fact]
    public async Task A_caller_that_gives_up_is_told_so_and_the_server_is_not_blamed()
    {
        await using RedisServer server = await RedisServer.StartNewAsync(Ended);
        await using var proxy = new FaultyProxy(server.Port);
        await using TestRedisConnection connection = TestRedisConnection.To($"redis://127.0.0.1:{proxy.Port}");
        await connection.Redis.SetAsync("key", [7], null, Ended);
        proxy.FallSilent();
        using var caller = new CancellationTokenSource();

        Task<byte[]?> read = connection.Redis.GetAsync("key", caller.Token).AsTask();
        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
        Assert.Equal(0, connection.Dependency.Status.Failures);
    }

    [Fact]
    public async Task Who_listens_is_told_of_the_gap_and_hears_again_after_it()
    {
        await using RedisServer server = await RedisServer.StartNewAsync(Ended);
        await using TestRedisConnection connection = TestRedisConnection.To(server.Url, Impatient);
        await AnswersAsync(connection);
        var heard = new ConcurrentQueue<byte>();
        var told = new ConcurrentQueue<bool>();
        await using IAsyncDisposable listening = connection.Redis.Subscribe("channel", message => heard.Enqueue(message[0]), told.Enqueue);
        await Eventually.Async(() => told.Count == 1);
        await connection.Redis.PublishAsync("channel", [1], Ended);
        await Eventually.Async(() => heard.Count == 1);

        await server.KillAsync();
        await Eventually.Async(() => told.Count == 2);
        await server.StartAsync(Ended);
        await Eventually.Async(() => told.Count == 3);
        await AnswersAsync(connection);
        Assert.Equal(1, await connection.Redis.PublishAsync("channel", [2], Ended));

        await Eventually.Async(() => heard.Contains((byte)2));
        Assert.Equal([true, false, true], told);
    }

    [Fact]
    public async Task A_connection_that_has_fallen_silent_is_noticed_and_replaced()
    {
        await using RedisServer server = await RedisServer.StartNewAsync(Ended);
        await using var proxy = new FaultyProxy(server.Port);
        await using TestRedisConnection connection = TestRedisConnection.To($"redis://127.0.0.1:{proxy.Port}", Impatient);
        var told = new ConcurrentQueue<bool>();
        await using IAsyncDisposable listening = connection.Redis.Subscribe("channel", _ => { }, told.Enqueue);
        await Eventually.Async(() => told.Count == 1);

        proxy.FallSilent(openConnectionsOnly: true);

        await Eventually.Async(() => told.Count == 3);
        Assert.Equal([true, false, true], told);
        await AnswersAsync(connection);
    }

    private static async Task<bool> FailsAsync(TestRedisConnection connection)
    {
        try
        {
            await connection.Redis.GetAsync("key", Ended);
            return false;
        }
        catch (DependencyException)
        {
            return true;
        }
    }

    private static Task AnswersAsync(TestRedisConnection connection) => Eventually.Async(async () => !await FailsAsync(connection));
}
