using System.Security.Cryptography;
using Perto.Platform;
using Perto.Testing;

namespace Perto.Redis.Tests;

public sealed class RedisOnlineFeaturesTests
{
    private static readonly TimeSpan Age = TimeSpan.FromMinutes(1);

    // A tenant of its own for each test: the server is shared.
    private readonly TenantId _tenant = new($"t{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))}");

    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rows_are_read_as_they_were_written_and_others_stay_unknown()
    {
        await using TestRedisConnection connection = TestRedisConnection.To();
        var store = new RedisOnlineFeatures(connection.Redis, Age);
        EntityKey[] keys = [.. Enumerable.Range(0, 600).Select(i => new EntityKey("title", $"t:{i} ü"))];
        OnlineRow[] rows = [.. keys.Select((_, i) => new OnlineRow(i + 1, Bytes(i)))];

        Assert.True(await store.PutAsync(_tenant, keys, rows, changed: true, Ended));
        OnlineRow[] read = await ReadAsync(store, [.. keys, new EntityKey("title", "none"), new EntityKey("person", "t:1 ü")]);

        for (int i = 0; i < 600; i++)
        {
            Assert.Equal(i + 1, read[i].Revision);
            Assert.Equal(Bytes(i), read[i].Packed.ToArray());
        }
        Assert.False(read[600].IsKnown);
        Assert.False(read[601].IsKnown);
    }

    [Fact]
    public async Task The_greater_revision_wins_whoever_comes_later()
    {
        await using TestRedisConnection connection = TestRedisConnection.To();
        var store = new RedisOnlineFeatures(connection.Redis, Age);
        EntityKey[] key = [new("title", "heat")];
        // Revisions whose bytes differ in every place, so that an order by anything but the number fails.
        long[] revisions = [1, 255, 256, 65_536, 1_767_225_600_000_000, 1_767_225_600_000_001, long.MaxValue];
        foreach (long revision in revisions.OrderBy(revision => revision % 7))
            await store.PutAsync(_tenant, key, new[] { new OnlineRow(revision, Bytes(3)) }, changed: true, Ended);
        Assert.Equal(long.MaxValue, (await ReadAsync(store, key))[0].Revision);
        for (int i = 1; i < revisions.Length; i++)
        {
            EntityKey[] other = [new("title", $"k{i}")];
            await store.PutAsync(_tenant, other, new[] { new OnlineRow(revisions[i], Bytes(1)) }, changed: true, Ended);
            await store.PutAsync(_tenant, other, new[] { new OnlineRow(revisions[i - 1], Bytes(2)) }, changed: true, Ended);
            Assert.Equal(revisions[i], (await ReadAsync(store, other))[0].Revision);
        }
    }

    [Fact]
    public async Task What_is_no_row_is_replaced_and_its_bytes_are_no_order_of_a_language()
    {
        await using TestRedisConnection connection = TestRedisConnection.To();
        var store = new RedisOnlineFeatures(connection.Redis, Age);
        EntityKey[] key = [new("title", "heat")];
        await connection.Redis.SetAsync($"perto:features:{_tenant.Value}:title:heat", [0], Age, Ended);
        // As letters: 'a' comes before 'B' in most languages, and after it as a byte.
        foreach (long revision in (long[])['B', 'a', 'B'])
            Assert.True(await store.PutAsync(_tenant, key, new[] { new OnlineRow(revision, Bytes(1)) }, changed: true, Ended));

        Assert.Equal('a', (await ReadAsync(store, key))[0].Revision);
    }

    [Fact]
    public async Task A_row_that_could_not_be_written_is_told_and_counted()
    {
        await using RedisServer server = RedisServer.New();
        await using TestRedisConnection connection = TestRedisConnection.To(server.Url);
        IDegraded degraded = DegradedRequest.Collect();

        Assert.False(await new RedisOnlineFeatures(connection.Redis, Age).PutAsync(
            _tenant, new EntityKey[] { new("title", "heat") }, new[] { new OnlineRow(1, Bytes(1)) }, changed: true, Ended));

        Assert.Equal(["redis"], degraded.Names);
        Assert.Equal(1, connection.Dependency.Status.Fallbacks);
    }

    [Fact]
    public async Task That_there_is_nothing_is_known_too()
    {
        await using TestRedisConnection connection = TestRedisConnection.To();
        var store = new RedisOnlineFeatures(connection.Redis, Age);
        EntityKey[] key = [new("title", "none")];
        await store.PutAsync(_tenant, key, new[] { new OnlineRow(1, default) }, changed: true, Ended);

        OnlineRow row = (await ReadAsync(store, key))[0];

        Assert.True(row.IsKnown);
        Assert.Equal(0, row.Packed.Length);
    }

    [Fact]
    public async Task Tenants_do_not_meet()
    {
        await using TestRedisConnection connection = TestRedisConnection.To();
        var store = new RedisOnlineFeatures(connection.Redis, Age);
        EntityKey[] key = [new("title", "heat")];
        await store.PutAsync(_tenant, key, new[] { new OnlineRow(1, Bytes(1)) }, changed: true, Ended);
        var rows = new OnlineRow[1];
        await store.GetAsync(new TenantId("other"), key, rows, Ended);
        Assert.False(rows[0].IsKnown);
    }

    [Fact]
    public async Task A_row_expires_by_its_age()
    {
        await using TestRedisConnection connection = TestRedisConnection.To();
        var store = new RedisOnlineFeatures(connection.Redis, Age);
        await store.PutAsync(_tenant, new EntityKey[] { new("title", "heat") }, new[] { new OnlineRow(1, Bytes(1)) }, changed: true, Ended);
        RedisReply left = await connection.Redis.ExecuteAsync("PTTL", [$"perto:features:{_tenant.Value}:title:heat"], cancellationToken: Ended);
        Assert.InRange(left.Integer, 1, 60_000);
    }

    private async Task<OnlineRow[]> ReadAsync(RedisOnlineFeatures store, EntityKey[] keys)
    {
        var rows = new OnlineRow[keys.Length];
        await store.GetAsync(_tenant, keys, rows, Ended);
        return rows;
    }

    private static byte[] Bytes(int seed)
    {
        byte[] bytes = new byte[100 + (seed % 50)];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
