using System.Text;
using Perto.Platform;
using Perto.Testing;

namespace Perto.Redis.Tests;

public sealed class RedisConnectionTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_value_is_read_as_it_was_set_and_nothing_where_there_is_none()
    {
        await using TestRedisConnection connection = TestRedisConnection.To();
        string key = TestRedisConnection.Key();
        byte[] value = [0, 13, 10, 255, 128];

        await connection.Redis.SetAsync(key, value, Minute, Ended);

        Assert.Equal(value, await connection.Redis.GetAsync(key, Ended));
        Assert.Null(await connection.Redis.GetAsync(TestRedisConnection.Key(), Ended));
        Assert.Equal(1, await connection.Redis.DeleteAsync([key, TestRedisConnection.Key()], Ended));
        Assert.Null(await connection.Redis.GetAsync(key, Ended));
    }

    [Fact]
    public async Task Many_values_come_in_the_order_of_their_keys()
    {
        await using TestRedisConnection connection = TestRedisConnection.To();
        string[] keys = [.. Enumerable.Range(0, 300).Select(_ => TestRedisConnection.Key())];
        KeyValuePair<string, byte[]>[] even = [.. keys.Index().Where(key => key.Index % 2 == 0).Select(key => KeyValuePair.Create(key.Item, Bytes($"{key.Index}")))];

        await connection.Redis.SetAsync(even, Minute, Ended);
        byte[]?[] values = await connection.Redis.GetAsync(keys, Ended);

        Assert.Equal(keys.Index().Select(key => key.Index % 2 == 0 ? $"{key.Index}" : null), values.Select(Text));
        Assert.Empty(await connection.Redis.GetAsync([], Ended));
    }

    [Fact]
    public async Task An_empty_value_is_not_the_same_as_none()
    {
        await using TestRedisConnection connection = TestRedisConnection.To();
        string key = TestRedisConnection.Key();

        await connection.Redis.SetAsync(key, [], Minute, Ended);

        Assert.Empty(Assert.IsType<byte[]>(await connection.Redis.GetAsync(key, Ended)));
    }

    [Fact]
    public async Task A_key_is_set_once_where_it_must_be_absent_and_expires()
    {
        await using TestRedisConnection connection = TestRedisConnection.To();
        string key = TestRedisConnection.Key();

        Assert.True(await connection.Redis.SetIfAbsentAsync(key, Bytes("a"), Minute, Ended));
        Assert.False(await connection.Redis.SetIfAbsentAsync(key, Bytes("b"), Minute, Ended));
        Assert.InRange((await connection.Redis.ExecuteAsync("PTTL", [key], cancellationToken: Ended)).Integer, 1, 60_000);
        Assert.True(await connection.Redis.ExpireAsync(key, TimeSpan.FromMilliseconds(1), Ended));
        await Eventually.Async(async () => await connection.Redis.GetAsync(key, Ended) is null);
    }

    [Fact]
    public async Task Fields_of_a_key_are_set_read_counted_and_deleted()
    {
        await using TestRedisConnection connection = TestRedisConnection.To();
        string key = TestRedisConnection.Key();

        await connection.Redis.SetFieldsAsync(key, [new("name", Bytes("Ana")), new("city", Bytes("Porto"))], Ended);
        await connection.Redis.ExpireAsync(key, Minute, Ended);

        Assert.Equal(3, await connection.Redis.IncrementFieldAsync(key, "visits", 3, Ended));
        Assert.Equal(["Porto", null, "3"], (await connection.Redis.GetFieldsAsync(key, ["city", "street", "visits"], Ended)).Select(Text));
        Assert.Equal(1, await connection.Redis.DeleteFieldsAsync(key, ["name", "street"], Ended));
        Assert.Equal(["city", "visits"], (await connection.Redis.GetFieldsAsync(key, Ended)).Keys.Order());
    }

    [Fact]
    public async Task A_list_has_its_newest_values_first_and_is_cut()
    {
        await using TestRedisConnection connection = TestRedisConnection.To();
        string key = TestRedisConnection.Key();

        Assert.Equal(3, await connection.Redis.PushAsync(key, [Bytes("1"), Bytes("2"), Bytes("3")], Ended));
        await connection.Redis.ExpireAsync(key, Minute, Ended);
        Assert.Equal(["2", "1"], (await connection.Redis.RangeAsync(key, 1, 10, Ended)).Select(Text));
        await connection.Redis.TrimAsync(key, 2, Ended);

        Assert.Equal(["3", "2"], (await connection.Redis.RangeAsync(key, 0, 10, Ended)).Select(Text));
    }

    [Fact]
    public async Task A_script_runs_as_one_step_also_on_a_server_that_has_forgotten_it()
    {
        await using RedisServer server = await RedisServer.StartNewAsync(Ended);
        await using TestRedisConnection connection = TestRedisConnection.To(server.Url);
        var script = new RedisScript("return { KEYS[1], ARGV[1], ARGV[2] * 2, false }");

        foreach (int _ in Enumerable.Range(0, 2))
        {
            RedisReply reply = await connection.Redis.RunAsync(script, ["key"], ["é", 21L], cancellationToken: Ended);
            Assert.Equal("key", reply.Items[0].Text);
            Assert.Equal("é", reply.Items[1].Text);
            Assert.Equal(42, reply.Items[2].Integer);
            Assert.True(reply.Items[3].IsNull);
            await connection.Redis.ExecuteAsync("SCRIPT", ["FLUSH"], cancellationToken: Ended);
        }
    }

    [Fact]
    public async Task Any_command_can_be_given_and_its_answer_read_by_whoever_knows_its_form()
    {
        await using TestRedisConnection connection = TestRedisConnection.To();
        string key = TestRedisConnection.Key();

        Assert.Equal(2, (await connection.Redis.ExecuteAsync("ZADD", [key, 1.5, "a", -0.25, "b"], cancellationToken: Ended)).Integer);
        await connection.Redis.ExpireAsync(key, Minute, Ended);
        RedisReply reply = await connection.Redis.ExecuteAsync("ZRANGE", [key, 0L, -1L, "WITHSCORES"], cancellationToken: Ended);

        Assert.Equal(["b", "-0.25", "a", "1.5"], reply.Items.Select(item => item.Text ?? ""));
        Assert.Equal(-0.25, reply.Items[1].Number);
        Assert.Equal("OK", (await connection.Redis.ExecuteAsync("SET", [TestRedisConnection.Key(), Bytes("v"), "PX", 1000L], cancellationToken: Ended)).Text);
        Assert.Empty((await connection.Redis.ExecuteAsync("GET", [TestRedisConnection.Key()], cancellationToken: Ended)).Items);
    }

    [Fact]
    public async Task An_error_of_the_server_names_it_and_does_not_open_the_breaker()
    {
        await using TestRedisConnection connection = TestRedisConnection.To();
        string key = TestRedisConnection.Key();
        await connection.Redis.SetAsync(key, Bytes("text"), Minute, Ended);

        for (int i = 0; i < 20; i++)
        {
            DependencyException failed = await Assert.ThrowsAsync<DependencyException>(() => connection.Redis.PushAsync(key, [Bytes("1")], Ended).AsTask());
            Assert.Contains("WRONGTYPE", failed.Message);
            Assert.False(failed.Transient);
        }
        DependencyException unknown = await Assert.ThrowsAsync<DependencyException>(() => connection.Redis.ExecuteAsync("NOSUCH", [], cancellationToken: Ended).AsTask());
        Assert.Contains("unknown command", unknown.Message);
        Assert.Equal(DependencyState.Up, connection.Dependency.State);
    }

    [Fact]
    public async Task The_servers_version_is_known()
    {
        await using TestRedisConnection connection = TestRedisConnection.To();

        Version version = await connection.Redis.ServerVersionAsync(Ended);

        Assert.InRange(version.Major, 6, 99);
        Assert.Same(version, await connection.Redis.ServerVersionAsync(Ended));
    }

    [Fact]
    public async Task A_message_reaches_all_who_listen_and_none_who_stopped()
    {
        await using TestRedisConnection one = TestRedisConnection.To();
        await using TestRedisConnection two = TestRedisConnection.To();
        string channel = TestRedisConnection.Key();
        var heard = new System.Collections.Concurrent.ConcurrentQueue<string?>();
        int listening = 0;
        await using IAsyncDisposable first = one.Redis.Subscribe(
            channel, message => heard.Enqueue("one:" + Text(message)), _ => Interlocked.Increment(ref listening));
        IAsyncDisposable second = two.Redis.Subscribe(
            channel, message => heard.Enqueue("two:" + Text(message)), _ => Interlocked.Increment(ref listening));
        await Eventually.Async(() => Volatile.Read(ref listening) == 2);

        Assert.Equal(2, await one.Redis.PublishAsync(channel, Bytes("a"), Ended));
        await Eventually.Async(() => heard.Count == 2);
        await second.DisposeAsync();
        Assert.Equal(1, await one.Redis.PublishAsync(channel, Bytes("b"), Ended));
        await Eventually.Async(() => heard.Count == 3);

        Assert.Equal(["one:a", "one:b", "two:a"], heard.Order());
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string? Text(byte[]? bytes) => bytes is null ? null : Encoding.UTF8.GetString(bytes);
}
