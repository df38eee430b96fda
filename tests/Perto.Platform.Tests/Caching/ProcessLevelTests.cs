using FsCheck;
using FsCheck.Fluent;

namespace Perto.Platform.Tests.Caching;

/// <summary>The process level, and keys, against models.</summary>
public sealed class ProcessLevelTests
{
    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(20_000)]
    [InlineData(1 << 20)]
    [InlineData(32 << 20)]
    public async Task Memory_stays_within_its_bytes_whatever_comes(long bytes)
    {
        await using var test = new TestCaches(bytes: bytes);
        Cache<byte[]> small = test.Caches.For<byte[]>("small");
        Cache<byte[]> large = test.Caches.For<byte[]>("large");
        var random = new Random(7);
        long most = 0;

        for (int i = 0; i < 20_000; i++)
        {
            Cache<byte[]> cache = i % 3 == 0 ? large : small;
            string key = $"{random.Next(3_000)}";
            byte[] value = new byte[random.Next(i % 3 == 0 ? 20_000 : 500)];
            if (random.Next(10) == 0)
                await cache.RemoveAsync(TestCaches.Tenant, key, Ended);
            else if (random.Next(5) == 0)
                await cache.SetAsync(TestCaches.Tenant, key, value, cancellationToken: Ended);
            else
                await cache.GetOrCreateAsync(TestCaches.Tenant, key, _ => Task.FromResult<byte[]?>(value), cancellationToken: Ended);
            most = Math.Max(most, small.Statistics.Bytes + large.Statistics.Bytes);
        }

        Assert.InRange(most, 0, bytes);
        Assert.True(small.Statistics.Entries >= 0 && large.Statistics.Entries >= 0);
        Assert.Equal(bytes < 32 << 20 && bytes > 0, small.Statistics.Evictions + large.Statistics.Evictions > 0);
    }

    [Fact]
    public async Task What_is_used_stays_while_a_scan_passes_through()
    {
        await using var test = new TestCaches(bytes: 100 * 1_024);
        Cache<byte[]> cache = test.Caches.For<byte[]>("pages");
        string[] used = [.. Enumerable.Range(0, 30).Select(i => $"used {i}")];
        foreach (string key in used.Concat(used))
            await GetAsync(key);

        for (int i = 0; i < 10_000; i++)
        {
            await GetAsync($"scan {i}");
            await GetAsync(used[i % used.Length]);
        }

        // Each was made once, when it was new.
        Assert.Equal(10_000 + used.Length, cache.Statistics.SourceCalls);

        ValueTask<byte[]?> GetAsync(string key) => cache.GetOrCreateAsync(TestCaches.Tenant, key, _ => Task.FromResult<byte[]?>(new byte[700]), cancellationToken: Ended);
    }

    [Fact]
    public async Task Many_threads_leave_the_level_whole()
    {
        await using var test = new TestCaches(bytes: 200_000);
        Cache<byte[]> cache = test.Caches.For<byte[]>("pages");

        await Parallel.ForAsync(0, 8, Ended, async (worker, cancelled) =>
        {
            var random = new Random(worker);
            for (int i = 0; i < 5_000; i++)
            {
                byte key = (byte)random.Next(200);
                byte[]? value = await cache.GetOrCreateAsync(
                    TestCaches.Tenant, $"{key}", _ => Task.FromResult<byte[]?>([key, .. new byte[random.Next(5_000)]]), cancellationToken: cancelled);
                Assert.Equal(key, value![0]);
                if (random.Next(20) == 0)
                    await cache.RemoveAsync(TestCaches.Tenant, $"{key}", cancelled);
            }
        });

        Assert.InRange(cache.Statistics.Bytes, 0, 200_000);
    }

    [Fact]
    public void Behaves_as_a_dictionary_with_times_and_tags() => Prop.ForAll(Scripts(), script =>
    {
        var test = new TestCaches();
        Cache<string> cache = test.Caches.For<string>("model", options => (options.Ttl, options.Jitter) = (TimeSpan.FromSeconds(10), 0));
        var model = new Dictionary<(string Tenant, string Key), (string Value, DateTimeOffset Until)>();
        int made = 0;
        foreach ((int what, int tenantNumber, int keyNumber) in script)
        {
            var tenant = new TenantId($"t{tenantNumber % 2}");
            string key = $"{keyNumber % 5}";
            // Keys of one tag are those of one remainder.
            string Tag(string of) => $"tag {int.Parse(of) % 2}";
            switch (what % 6)
            {
                case 0:
                    cache.RemoveAsync(tenant, key).AsTask().GetAwaiter().GetResult();
                    model.Remove((tenant.Value, key));
                    break;
                case 1:
                    cache.RemoveByTagAsync(tenant, Tag(key)).AsTask().GetAwaiter().GetResult();
                    foreach (var held in model.Keys.Where(held => held.Tenant == tenant.Value && Tag(held.Key) == Tag(key)).ToArray())
                        model.Remove(held);
                    break;
                case 2:
                    test.Clock.Advance(TimeSpan.FromSeconds(keyNumber % 4));
                    break;
                default:
                    string fresh = $"{++made}";
                    string expected = model.TryGetValue((tenant.Value, key), out var known) && test.Clock.GetUtcNow() < known.Until ? known.Value : fresh;
                    string? given = cache.GetOrCreateAsync(tenant, key, TestCaches.Gives(fresh), [Tag(key)]).AsTask().GetAwaiter().GetResult();
                    if (expected == fresh)
                        model[(tenant.Value, key)] = (fresh, test.Clock.GetUtcNow() + TimeSpan.FromSeconds(10));
                    if (given != expected)
                        return false;
                    break;
            }
        }
        return true;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task No_two_hostile_keys_tenants_or_caches_meet_in_any_level()
    {
        string[] keys =
        [
            "1", "1:", ":1", "a:b", "a::b", " ", "\0", "\r\n", "#", "#1", "%00", "{1}", "*", "é", "e\u0301", "\ud800", "\ud801", "\udc00", "\ufffd", "ﬁ", "fi", "FI",
            new string('x', 120), new string('x', 121), new string('x', 100_000), new string('é', 121), "1:acme:1", "perto:names:1:acme:1",
            LevelKey.Of("é"), LevelKey.Of(new string('x', 121)),
        ];
        TenantId[] tenants = [new("acme"), new("acm"), new("e"), new("1"), new("acme-1")];
        await using var database = await TestDatabase.OpenMigratedAsync(SqlDialect.Sqlite);
        await using var test = new TestCaches(new MemoryRemote(TimeProvider.System), database.Database);
        (string Name, bool InProcess, bool Shared, bool InDatabase)[] kinds = [("names", true, false, false), ("names-1", false, true, false), ("nam", false, false, true)];

        foreach (var kind in kinds)
        {
            Cache<string> cache = test.Caches.For<string>(
                kind.Name, options => (options.InProcess, options.Shared, options.InDatabase) = (kind.InProcess, kind.Shared, kind.InDatabase));
            foreach (TenantId tenant in tenants)
            {
                foreach ((int i, string key) in keys.Index())
                {
                    string own = $"{kind.Name} {tenant} {i}";
                    Assert.Equal(own, await cache.GetOrCreateAsync(tenant, key, TestCaches.Gives(own), cancellationToken: Ended));
                }
            }
            foreach (TenantId tenant in tenants)
            {
                foreach ((int i, string key) in keys.Index())
                    Assert.Equal($"{kind.Name} {tenant} {i}", await cache.GetOrCreateAsync(tenant, key, TestCaches.MustNotRun, cancellationToken: Ended));
            }
        }
    }

    [Fact]
    public void Keys_for_levels_are_short_plain_and_as_different_as_the_keys() => Prop.ForAll<NonEmptyString, NonEmptyString>((one, two) =>
    {
        string first = LevelKey.Of(one.Get);
        string second = LevelKey.Of(two.Get);
        return first.Length <= 120 && first.All(character => character is > ' ' and < (char)127) && first == second == (one.Get == two.Get) && LevelKey.Of(first) != "";
    }).QuickCheckThrowOnFailure();

    private static Arbitrary<(int, int, int)[]> Scripts() =>
        Gen.Choose(0, 99).Select(i => i).Three().Select(three => (three.Item1, three.Item2, three.Item3)).ArrayOf(60).ToArbitrary();
}
