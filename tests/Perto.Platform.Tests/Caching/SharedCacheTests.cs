using Perto.Testing;
using static Perto.Platform.Tests.Caching.TestCaches;

namespace Perto.Platform.Tests.Caching;

/// <summary>Several servers over one level that they share.</summary>
public sealed class SharedCacheTests
{
    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_value_that_one_server_made_is_given_by_the_other()
    {
        await using var servers = new TwoServers();

        Assert.Equal("Ana", await servers.One.GetOrCreateAsync(Tenant, "1", Gives("Ana"), cancellationToken: Ended));
        Assert.Equal("Ana", await servers.Two.GetOrCreateAsync(Tenant, "1", MustNotRun, cancellationToken: Ended));
        Assert.Null(await servers.One.GetOrCreateAsync(Tenant, "2", Gives(null), cancellationToken: Ended));
        Assert.Null(await servers.Two.GetOrCreateAsync(Tenant, "2", MustNotRun, cancellationToken: Ended));
        Assert.Equal((1, 1), (servers.Two.Statistics.Levels[1].Hits, servers.Two.Statistics.Levels[1].Negative));
    }

    [Fact]
    public async Task Many_servers_ask_the_source_once()
    {
        await using var servers = new TwoServers();
        int calls = 0;
        var source = new TaskCompletionSource<string?>();
        Task<string?>[] callers =
        [
            .. Enumerable.Range(0, 100).Select(i => (i % 2 == 0 ? servers.One : servers.Two).GetOrCreateAsync(
                Tenant,
                "1",
                _ =>
                {
                    Interlocked.Increment(ref calls);
                    return source.Task;
                },
                cancellationToken: Ended).AsTask()),
        ];

        // The server that waits looks again every few milliseconds.
        await servers.Clock.TimersAsync(1, Ended);
        source.SetResult("Ana");
        while (!callers.All(caller => caller.IsCompleted))
        {
            servers.Clock.Advance(TimeSpan.FromMilliseconds(10));
            await Task.Yield();
        }

        Assert.All(await Task.WhenAll(callers), value => Assert.Equal("Ana", value));
        Assert.Equal(1, calls);
    }

    [Fact]
    public async Task A_server_waits_for_another_one_for_so_long_and_then_makes_the_value_itself()
    {
        await using var servers = new TwoServers(options => options.WaitForOthers = TimeSpan.FromSeconds(1));
        var hangs = new TaskCompletionSource<string?>();
        var asked = new TaskCompletionSource();
        Task<string?> first = servers.One.GetOrCreateAsync(
            Tenant,
            "1",
            _ =>
            {
                asked.SetResult();
                return hangs.Task;
            },
            cancellationToken: Ended).AsTask();
        await asked.Task;

        Task<string?> second = servers.Two.GetOrCreateAsync(Tenant, "1", Gives("mine"), cancellationToken: Ended).AsTask();
        while (!second.IsCompleted)
        {
            servers.Clock.Advance(TimeSpan.FromMilliseconds(50));
            await Task.Yield();
        }

        Assert.Equal("mine", await second);
        hangs.SetResult("late");
        Assert.Equal("late", await first);
    }

    [Fact]
    public async Task A_removal_reaches_the_memory_of_the_other_server()
    {
        await using var servers = new TwoServers();
        await ReadByBothAsync(servers, "old", "1", "2", "3");

        await servers.One.RemoveAsync(Tenant, "1", Ended);
        await servers.One.RemoveByTagAsync(Tenant, "2", Ended);

        Assert.Equal("new", await servers.Two.GetOrCreateAsync(Tenant, "1", Gives("new"), ["1"], Ended));
        Assert.Equal("new", await servers.Two.GetOrCreateAsync(Tenant, "2", Gives("new"), ["2"], Ended));
        Assert.Equal("old", await servers.Two.GetOrCreateAsync(Tenant, "3", MustNotRun, ["3"], Ended));
        await servers.Two.ClearAsync(Tenant, Ended);
        Assert.Equal("new", await servers.One.GetOrCreateAsync(Tenant, "3", Gives("new"), ["3"], Ended));
    }

    [Fact]
    public async Task What_another_server_began_before_a_removal_is_not_kept_in_the_shared_level()
    {
        await using var servers = new TwoServers();
        var source = new TaskCompletionSource<string?>();
        var asked = new TaskCompletionSource();
        Task<string?> before = servers.Two.GetOrCreateAsync(
            Tenant,
            "1",
            _ =>
            {
                asked.SetResult();
                return source.Task;
            },
            cancellationToken: Ended).AsTask();
        await asked.Task;

        await servers.One.RemoveAsync(Tenant, "1", Ended);
        source.SetResult("old");

        Assert.Equal("old", await before);
        Assert.Equal("new", await servers.One.GetOrCreateAsync(Tenant, "1", Gives("new"), cancellationToken: Ended));
        Assert.Equal("new", await servers.Two.GetOrCreateAsync(Tenant, "1", MustNotRun, cancellationToken: Ended));
    }

    [Fact]
    public async Task After_messages_were_missed_memory_is_not_believed_and_until_they_come_again_not_for_long()
    {
        await using var servers = new TwoServers();
        await ReadByBothAsync(servers, "old", "1");
        servers.Remote.Disconnect();
        // The other server removes it, and nobody hears of that.
        servers.Remote.Damage(servers.Remote.Keys.Single(), _ => RemovalMark.New());

        Assert.Equal("new", await servers.Two.GetOrCreateAsync(Tenant, "1", Gives("new"), ["1"], Ended));
        servers.Remote.Damage(servers.Remote.Keys.Single(), _ => RemovalMark.New());
        Assert.Equal("new", await servers.Two.GetOrCreateAsync(Tenant, "1", MustNotRun, ["1"], Ended));
        servers.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("newer", await servers.Two.GetOrCreateAsync(Tenant, "1", Gives("newer"), ["1"], Ended));
        servers.Remote.Damage(servers.Remote.Keys.Single(), _ => RemovalMark.New());
        servers.Remote.Connect();

        Assert.Equal("newest", await servers.Two.GetOrCreateAsync(Tenant, "1", Gives("newest"), ["1"], Ended));
        servers.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal("newest", await servers.Two.GetOrCreateAsync(Tenant, "1", MustNotRun, ["1"], Ended));
    }

    [Fact]
    public async Task A_level_that_is_away_is_passed_over_and_used_again_when_it_is_back()
    {
        await using var servers = new TwoServers();
        servers.Remote.IsAway = true;

        Assert.Equal("one", await servers.One.GetOrCreateAsync(Tenant, "1", Gives("one"), cancellationToken: Ended));
        Assert.Equal("two", await servers.Two.GetOrCreateAsync(Tenant, "1", Gives("two"), cancellationToken: Ended));
        Assert.InRange(servers.One.Statistics.Levels[1].Errors, 1, 10);
        servers.Remote.IsAway = false;

        Assert.Equal("one", await servers.One.GetOrCreateAsync(Tenant, "2", Gives("one"), cancellationToken: Ended));
        Assert.Equal("one", await servers.Two.GetOrCreateAsync(Tenant, "2", MustNotRun, cancellationToken: Ended));
    }

    [Fact]
    public async Task All_who_waited_for_a_value_are_told_what_it_was_made_without()
    {
        await using var servers = new TwoServers();
        servers.Remote.IsAway = true;
        var source = new TaskCompletionSource<string?>();

        Task<IReadOnlyList<string>>[] callers = [DegradedAsync(), DegradedAsync(), DegradedOfManyAsync()];
        await Eventually.Async(() => servers.One.Statistics.Joined == 2);
        source.SetResult("Ana");

        Assert.All(await Task.WhenAll(callers), names => Assert.Equal(["memory"], names));

        async Task<IReadOnlyList<string>> DegradedAsync()
        {
            IDegraded degraded = DegradedRequest.Collect();
            await servers.One.GetOrCreateAsync(Tenant, "1", _ => source.Task, cancellationToken: Ended);
            return degraded.Names;
        }

        async Task<IReadOnlyList<string>> DegradedOfManyAsync()
        {
            IDegraded degraded = DegradedRequest.Collect();
            await servers.One.GetManyAsync(Tenant, ["1"], (_, _) => throw new InvalidOperationException("The source was asked."), cancellationToken: Ended);
            return degraded.Names;
        }
    }

    [Fact]
    public async Task A_turn_is_given_back_when_the_look_behind_it_fails()
    {
        await using var servers = new TwoServers();
        servers.Remote.Taken = () => servers.Remote.Failure = new InvalidOperationException("broken");

        await Assert.ThrowsAsync<InvalidOperationException>(() => servers.One.GetOrCreateAsync(Tenant, "1", MustNotRun, cancellationToken: Ended).AsTask());

        Assert.Equal(0, servers.Remote.Turns);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3_000)]
    public async Task A_removal_that_the_level_missed_is_made_up_for_before_it_is_read(int removals)
    {
        await using var servers = new TwoServers(options => options.InProcess = false);
        await servers.One.GetOrCreateAsync(Tenant, "1", Gives("old"), ["film"], Ended);
        servers.Remote.IsAway = true;
        await servers.One.RemoveAsync(Tenant, "1", Ended);
        for (int i = 1; i < removals; i++)
            await servers.One.RemoveAsync(Tenant, $"other {i}", Ended);
        servers.Remote.IsAway = false;

        Assert.Equal("new", await servers.One.GetOrCreateAsync(Tenant, "1", Gives("new"), ["film"], Ended));
    }

    [Fact]
    public async Task A_removal_that_nobody_heard_of_is_told_as_soon_as_the_level_is_back()
    {
        await using var servers = new TwoServers();
        await ReadByBothAsync(servers, "old", "1");
        servers.Remote.IsAway = true;
        await servers.One.RemoveAsync(Tenant, "1", Ended);
        servers.Remote.IsAway = false;

        Assert.Equal("new", await servers.One.GetOrCreateAsync(Tenant, "1", Gives("new"), ["1"], Ended));
        Assert.Equal("new", await servers.Two.GetOrCreateAsync(Tenant, "1", MustNotRun, ["1"], Ended));
    }

    [Fact]
    public async Task A_damaged_value_is_a_miss_that_is_counted()
    {
        Func<byte[], byte[]>[] damages =
        [
            bytes => [],
            bytes => [1, 2, 3],
            bytes => bytes[..^1],
            bytes => [.. bytes, 0],
            bytes => [.. bytes[..30], (byte)(bytes[30] ^ 1), .. bytes[31..]],
            bytes => "<html>"u8.ToArray(),
            bytes => new byte[100_000],
        ];
        await using var servers = new TwoServers(options => options.InProcess = false);

        foreach ((int i, Func<byte[], byte[]> damage) in damages.Index())
        {
            await servers.One.SetAsync(Tenant, "1", "good", cancellationToken: Ended);
            servers.Remote.Damage(servers.Remote.Keys.Single(), damage);
            Assert.Equal($"made {i}", await servers.Two.GetOrCreateAsync(Tenant, "1", Gives($"made {i}"), cancellationToken: Ended));
        }
        Assert.InRange(servers.Two.Statistics.Levels[1].Errors, damages.Length, damages.Length * 3);
    }

    [Fact]
    public async Task A_value_that_is_no_value_of_the_cache_is_a_miss()
    {
        await using var servers = new TwoServers(options => options.InProcess = false);
        await using var third = new TestCaches(servers.Remote, clock: servers.Clock);
        Cache<byte[]> raw = third.Caches.For<byte[]>("names");
        await raw.SetAsync(Tenant, "1", "{not json"u8.ToArray(), cancellationToken: Ended);

        Assert.Equal("made", await servers.One.GetOrCreateAsync(Tenant, "1", Gives("made"), cancellationToken: Ended));
    }

    [Fact]
    public async Task Another_version_does_not_see_the_values_of_the_old_one()
    {
        await using var servers = new TwoServers();
        await using var next = new TestCaches(servers.Remote, clock: servers.Clock);
        Cache<string> newer = next.Caches.For<string>("names", options => options.Version = 2);
        await servers.One.GetOrCreateAsync(Tenant, "1", Gives("old"), cancellationToken: Ended);

        Assert.Equal("new", await newer.GetOrCreateAsync(Tenant, "1", Gives("new"), cancellationToken: Ended));
        Assert.Equal("old", await servers.Two.GetOrCreateAsync(Tenant, "1", MustNotRun, cancellationToken: Ended));
    }

    [Fact]
    public async Task Large_values_are_compressed_and_come_back_whole()
    {
        await using var servers = new TwoServers();
        string large = string.Concat(Enumerable.Repeat("the same again, ", 10_000));
        byte[]? stored = null;

        await servers.One.GetOrCreateAsync(Tenant, "1", Gives(large), cancellationToken: Ended);
        servers.Remote.Damage(servers.Remote.Keys.Single(), bytes => stored = bytes);

        Assert.InRange(stored!.Length, 1, large.Length / 10);
        Assert.Equal(large, await servers.Two.GetOrCreateAsync(Tenant, "1", MustNotRun, cancellationToken: Ended));
    }

    [Fact]
    public async Task Many_keys_are_read_from_the_shared_level_at_once()
    {
        await using var servers = new TwoServers();
        string[] keys = [.. Enumerable.Range(0, 50).Select(i => $"{i}")];
        await servers.One.GetManyAsync(Tenant, keys, MakeAsync, cancellationToken: Ended);
        int reads = servers.Remote.Reads;

        IReadOnlyDictionary<string, string> values = await servers.Two.GetManyAsync(
            Tenant, keys, (_, _) => throw new InvalidOperationException("The source was asked."), cancellationToken: Ended);

        Assert.Equal(keys.Select(key => $"made {key}").Order(), values.Values.Order());
        Assert.Equal(1, servers.Remote.Reads - reads);

        static Task<IReadOnlyDictionary<string, string>> MakeAsync(IReadOnlyList<string> keys, CancellationToken cancelled) =>
            Task.FromResult<IReadOnlyDictionary<string, string>>(keys.ToDictionary(key => key, key => $"made {key}"));
    }

    private static async Task ReadByBothAsync(TwoServers servers, string value, params string[] keys)
    {
        foreach (string key in keys)
        {
            Assert.Equal(value, await servers.One.GetOrCreateAsync(Tenant, key, Gives(value), [key], Ended));
            Assert.Equal(value, await servers.Two.GetOrCreateAsync(Tenant, key, MustNotRun, [key], Ended));
        }
    }

    private sealed class TwoServers : IAsyncDisposable
    {
        private readonly TestCaches _one;
        private readonly TestCaches _two;

        public TwoServers(Action<CacheOptions<string>>? configure = null)
        {
            Remote = new MemoryRemote(Clock);
            _one = new TestCaches(Remote, clock: Clock);
            _two = new TestCaches(Remote, clock: Clock);
            One = _one.Caches.For("names", configure);
            Two = _two.Caches.For("names", configure);
        }

        public ManualTimeProvider Clock { get; } = new();

        public MemoryRemote Remote { get; }

        public Cache<string> One { get; }

        public Cache<string> Two { get; }

        public async ValueTask DisposeAsync()
        {
            await _one.DisposeAsync();
            await _two.DisposeAsync();
        }
    }
}
