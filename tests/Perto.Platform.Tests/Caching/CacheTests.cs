using Perto.Testing;
using static Perto.Platform.Tests.Caching.TestCaches;

namespace Perto.Platform.Tests.Caching;

public sealed class CacheTests
{
    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_value_is_made_once_and_then_given_from_memory()
    {
        await using var test = new TestCaches();
        Cache<string> cache = test.Caches.For<string>("names");

        Assert.Equal("Ana", await cache.GetOrCreateAsync(Tenant, "1", Gives("Ana"), cancellationToken: Ended));
        Assert.Equal("Ana", await cache.GetOrCreateAsync(Tenant, "1", MustNotRun, cancellationToken: Ended));

        CacheStatistics statistics = cache.Statistics;
        Assert.Equal((1, 1, 1, 1L), (statistics.Levels[0].Hits, statistics.Levels[0].Misses, statistics.SourceCalls, statistics.Entries));
    }

    [Fact]
    public async Task Without_memory_and_without_another_level_a_value_is_made_each_time()
    {
        await using var test = new TestCaches();
        Cache<string> cache = test.Caches.For<string>("names", options => options.InProcess = false);

        await cache.SetAsync(Tenant, "1", "set", cancellationToken: Ended);
        Assert.Equal("one", await cache.GetOrCreateAsync(Tenant, "1", Gives("one"), cancellationToken: Ended));
        Assert.Equal("two", await cache.GetOrCreateAsync(Tenant, "1", Gives("two"), cancellationToken: Ended));
        IReadOnlyDictionary<string, string> many = await cache.GetManyAsync(
            Tenant, ["1"], (_, _) => Task.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string> { ["1"] = "three" }), cancellationToken: Ended);
        Assert.Equal("three", many["1"]);
    }

    [Fact]
    public async Task A_value_is_fresh_for_its_time_less_a_part_by_chance()
    {
        await using var test = new TestCaches();
        Cache<string> cache = test.Caches.For<string>("names", options => (options.Ttl, options.Jitter) = (TimeSpan.FromSeconds(100), 0.2));
        for (int i = 0; i < 200; i++)
            await cache.GetOrCreateAsync(Tenant, $"{i}", Gives("old"), cancellationToken: Ended);

        test.Clock.Advance(TimeSpan.FromSeconds(79.9));
        Assert.Equal(200, await OldAsync());
        test.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.InRange(await OldAsync(), 50, 150);
        test.Clock.Advance(TimeSpan.FromSeconds(10.1));
        Assert.Equal(0, await OldAsync());

        async Task<int> OldAsync()
        {
            // Looked at without keeping what is made: a null is not remembered here.
            int old = 0;
            for (int i = 0; i < 200; i++)
            {
                try
                {
                    if (await cache.GetOrCreateAsync(Tenant, $"{i}", _ => throw new InvalidOperationException(), cancellationToken: Ended) == "old")
                        old++;
                }
                catch (InvalidOperationException)
                {
                    // Not fresh.
                }
            }
            return old;
        }
    }

    [Fact]
    public async Task That_there_is_no_value_is_remembered_for_its_own_time()
    {
        await using var test = new TestCaches();
        Cache<string> cache = test.Caches.For<string>("names", options => options.NegativeTtl = TimeSpan.FromSeconds(5));

        Assert.Null(await cache.GetOrCreateAsync(Tenant, "1", Gives(null), cancellationToken: Ended));
        Assert.Null(await cache.GetOrCreateAsync(Tenant, "1", MustNotRun, cancellationToken: Ended));
        test.Clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal("Ana", await cache.GetOrCreateAsync(Tenant, "1", Gives("Ana"), cancellationToken: Ended));
        Assert.Equal(1, cache.Statistics.Levels[0].Negative);
    }

    [Fact]
    public async Task A_thousand_callers_ask_the_source_once()
    {
        await using var test = new TestCaches();
        Cache<string> cache = test.Caches.For<string>("names");
        var source = new TaskCompletionSource<string?>();

        Task<string?>[] callers = [.. Enumerable.Range(0, 1_000).Select(_ => Task.Run(() => cache.GetOrCreateAsync(Tenant, "1", _ => source.Task, cancellationToken: Ended).AsTask()))];
        await Eventually.Async(() => cache.Statistics.Joined == 999);
        source.SetResult("Ana");

        Assert.All(await Task.WhenAll(callers), value => Assert.Equal("Ana", value));
        Assert.Equal(1, cache.Statistics.SourceCalls);
    }

    [Fact]
    public async Task A_source_that_fails_fails_all_who_wait_once_and_is_asked_again()
    {
        await using var test = new TestCaches();
        Cache<string> cache = test.Caches.For<string>("names");
        var source = new TaskCompletionSource<string?>();
        Task<string?>[] callers = [.. Enumerable.Range(0, 50).Select(_ => cache.GetOrCreateAsync(Tenant, "1", _ => source.Task, cancellationToken: Ended).AsTask())];

        source.SetException(new TimeoutException("slow"));

        foreach (Task<string?> caller in callers)
            Assert.Equal("slow", (await Assert.ThrowsAsync<TimeoutException>(() => caller)).Message);
        Assert.Equal((1, 1), (cache.Statistics.SourceCalls, cache.Statistics.SourceErrors));
        Assert.Equal("Ana", await cache.GetOrCreateAsync(Tenant, "1", Gives("Ana"), cancellationToken: Ended));
    }

    [Fact]
    public async Task A_failure_is_remembered_where_that_is_asked_for()
    {
        await using var test = new TestCaches();
        Cache<string> cache = test.Caches.For<string>("names", options => options.ErrorTtl = TimeSpan.FromSeconds(2));

        for (int i = 0; i < 3; i++)
            await Assert.ThrowsAsync<TimeoutException>(() => cache.GetOrCreateAsync(Tenant, "1", _ => throw new TimeoutException(), cancellationToken: Ended).AsTask());
        Assert.Equal(1, cache.Statistics.SourceCalls);
        test.Clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal("Ana", await cache.GetOrCreateAsync(Tenant, "1", Gives("Ana"), cancellationToken: Ended));
    }

    [Fact]
    public async Task A_caller_that_gives_up_does_not_end_it_for_the_others()
    {
        await using var test = new TestCaches();
        Cache<string> cache = test.Caches.For<string>("names");
        var source = new TaskCompletionSource<string?>();
        CancellationToken seen = default;
        using var impatient = new CancellationTokenSource();
        Task<string?> first = cache.GetOrCreateAsync(Tenant, "1", WaitAsync, cancellationToken: impatient.Token).AsTask();
        Task<string?> second = cache.GetOrCreateAsync(Tenant, "1", WaitAsync, cancellationToken: Ended).AsTask();

        await impatient.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        source.SetResult("Ana");
        Assert.Equal("Ana", await second);
        Assert.False(seen.IsCancellationRequested);

        Task<string?> WaitAsync(CancellationToken cancelled)
        {
            seen = cancelled;
            return source.Task;
        }
    }

    [Fact]
    public async Task The_source_is_told_when_all_have_given_up_and_the_next_caller_asks_it_again()
    {
        await using var test = new TestCaches();
        Cache<string> cache = test.Caches.For<string>("names");
        var told = new TaskCompletionSource();
        var asked = new TaskCompletionSource();
        using var impatient = new CancellationTokenSource();
        Task<string?>[] callers = [.. Enumerable.Range(0, 3).Select(_ => cache.GetOrCreateAsync(Tenant, "1", SlowAsync, cancellationToken: impatient.Token).AsTask())];
        await asked.Task;

        await impatient.CancelAsync();

        foreach (Task<string?> caller in callers)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => caller);
        await told.Task.WaitAsync(Ended);
        Assert.Equal("Ana", await cache.GetOrCreateAsync(Tenant, "1", Gives("Ana"), cancellationToken: Ended));

        async Task<string?> SlowAsync(CancellationToken cancelled)
        {
            asked.TrySetResult();
            await using CancellationTokenRegistration registration = cancelled.Register(told.SetResult);
            await Task.Delay(Timeout.Infinite, cancelled);
            return null;
        }
    }

    [Fact]
    public async Task An_old_value_is_given_while_one_new_one_is_made_in_the_background()
    {
        await using var test = new TestCaches();
        Cache<string> cache = test.Caches.For<string>(
            "names", options => (options.Ttl, options.Jitter, options.StaleFor) = (TimeSpan.FromSeconds(10), 0, TimeSpan.FromSeconds(20)));
        await cache.GetOrCreateAsync(Tenant, "1", Gives("old"), cancellationToken: Ended);
        test.Clock.Advance(TimeSpan.FromSeconds(10));
        var source = new TaskCompletionSource<string?>();

        for (int i = 0; i < 100; i++)
            Assert.Equal("old", await cache.GetOrCreateAsync(Tenant, "1", _ => source.Task, cancellationToken: Ended));
        source.SetResult("new");

        await Eventually.Async(async () => await cache.GetOrCreateAsync(Tenant, "1", MustNotRun, cancellationToken: Ended) == "new");
        Assert.Equal(2, cache.Statistics.SourceCalls);
        Assert.InRange(cache.Statistics.Levels[0].Stale, 100, long.MaxValue);
    }

    [Fact]
    public async Task An_old_value_is_given_while_the_source_fails_and_no_longer_than_its_time()
    {
        await using var test = new TestCaches();
        Cache<string> cache = test.Caches.For<string>(
            "names", options => (options.Ttl, options.Jitter, options.StaleFor) = (TimeSpan.FromSeconds(10), 0, TimeSpan.FromSeconds(20)));
        await cache.GetOrCreateAsync(Tenant, "1", Gives("old"), cancellationToken: Ended);

        test.Clock.Advance(TimeSpan.FromSeconds(10));
        for (int failures = 1; failures <= 3; failures++)
        {
            Assert.Equal("old", await FailAsync());
            int expected = failures;
            await Eventually.Async(() => cache.Statistics.SourceErrors == expected);
            // It rests for a second after a failure; the flight has ended when the next one can begin.
            test.Clock.Advance(TimeSpan.FromSeconds(2));
        }
        test.Clock.Advance(TimeSpan.FromSeconds(14));

        await Assert.ThrowsAsync<TimeoutException>(FailAsync);

        Task<string?> FailAsync() => cache.GetOrCreateAsync(Tenant, "1", _ => throw new TimeoutException(), cancellationToken: Ended).AsTask();
    }

    [Fact]
    public async Task A_tag_removes_the_values_that_have_it_and_no_others()
    {
        await using var test = new TestCaches();
        Cache<string> cache = test.Caches.For<string>("names");
        await cache.GetOrCreateAsync(Tenant, "1", Gives("a"), ["film", "new"], Ended);
        await cache.GetOrCreateAsync(Tenant, "2", Gives("b"), ["film"], Ended);
        await cache.GetOrCreateAsync(Tenant, "3", Gives("c"), [], Ended);
        await cache.GetOrCreateAsync(new TenantId("other"), "1", Gives("d"), ["new"], Ended);

        await cache.RemoveByTagAsync(Tenant, "new", Ended);

        Assert.Equal("A", await cache.GetOrCreateAsync(Tenant, "1", Gives("A"), ["film", "new"], Ended));
        Assert.Equal("b", await cache.GetOrCreateAsync(Tenant, "2", MustNotRun, ["film"], Ended));
        Assert.Equal("c", await cache.GetOrCreateAsync(Tenant, "3", MustNotRun, [], Ended));
        Assert.Equal("d", await cache.GetOrCreateAsync(new TenantId("other"), "1", MustNotRun, ["new"], Ended));
        await cache.ClearAsync(Tenant, Ended);
        Assert.Equal("C", await cache.GetOrCreateAsync(Tenant, "3", Gives("C"), [], Ended));
        Assert.Equal("d", await cache.GetOrCreateAsync(new TenantId("other"), "1", MustNotRun, ["new"], Ended));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_was_begun_before_a_removal_is_neither_kept_nor_given_to_who_comes_after_it(bool byTag)
    {
        await using var test = new TestCaches();
        Cache<string> cache = test.Caches.For<string>("names");
        var source = new TaskCompletionSource<string?>();
        var asked = new TaskCompletionSource();
        Task<string?> before = cache.GetOrCreateAsync(
            Tenant,
            "1",
            _ =>
            {
                asked.SetResult();
                return source.Task;
            },
            ["film"],
            Ended).AsTask();
        await asked.Task;

        await (byTag ? cache.RemoveByTagAsync(Tenant, "film", Ended) : cache.RemoveAsync(Tenant, "1", Ended));
        string? after = await cache.GetOrCreateAsync(Tenant, "1", Gives("new"), ["film"], Ended);
        source.SetResult("old");

        Assert.Equal("old", await before);
        Assert.Equal("new", after);
        Assert.Equal("new", await cache.GetOrCreateAsync(Tenant, "1", MustNotRun, ["film"], Ended));
    }

    [Fact]
    public async Task Many_keys_ask_the_source_once_for_those_that_are_missing()
    {
        await using var test = new TestCaches();
        Cache<string> cache = test.Caches.For<string>("names");
        await cache.GetOrCreateAsync(Tenant, "1", Gives("one"), cancellationToken: Ended);
        var asked = new List<string>();

        IReadOnlyDictionary<string, string> first = await cache.GetManyAsync(Tenant, ["1", "2", "3", "4", "2"], CreateAsync, cancellationToken: Ended);
        IReadOnlyDictionary<string, string> second = await cache.GetManyAsync(Tenant, ["1", "2", "3", "4"], CreateAsync, cancellationToken: Ended);

        Assert.Equal(["2", "3", "4"], asked);
        Assert.Equal(["1=one", "2=made 2", "4=made 4"], first.Select(pair => $"{pair.Key}={pair.Value}").Order());
        Assert.Equal(first.OrderBy(pair => pair.Key), second.OrderBy(pair => pair.Key));

        Task<IReadOnlyDictionary<string, string>> CreateAsync(IReadOnlyList<string> keys, CancellationToken cancelled)
        {
            asked.AddRange(keys);
            return Task.FromResult<IReadOnlyDictionary<string, string>>(keys.Where(key => key != "3").ToDictionary(key => key, key => $"made {key}"));
        }
    }

    [Fact]
    public async Task Many_keys_wait_for_those_that_somebody_else_is_making()
    {
        await using var test = new TestCaches();
        Cache<string> cache = test.Caches.For<string>("names");
        var source = new TaskCompletionSource<string?>();
        Task<string?> one = cache.GetOrCreateAsync(Tenant, "1", _ => source.Task, cancellationToken: Ended).AsTask();
        string[]? asked = null;

        Task<IReadOnlyDictionary<string, string>> many = cache.GetManyAsync(
            Tenant,
            ["1", "2"],
            (keys, _) =>
            {
                asked = [.. keys];
                return Task.FromResult<IReadOnlyDictionary<string, string>>(keys.ToDictionary(key => key, _ => "many"));
            },
            cancellationToken: Ended).AsTask();
        source.SetResult("one");

        Assert.Equal(["1=one", "2=many"], (await many).Select(pair => $"{pair.Key}={pair.Value}").Order());
        Assert.Equal("one", await one);
        Assert.Equal(["2"], asked!);
    }

    [Fact]
    public async Task A_value_that_is_set_replaces_the_one_that_was_there()
    {
        await using var test = new TestCaches();
        Cache<string> cache = test.Caches.For<string>("names");
        await cache.GetOrCreateAsync(Tenant, "1", Gives("old"), cancellationToken: Ended);

        await cache.SetAsync(Tenant, "1", "new", cancellationToken: Ended);

        Assert.Equal("new", await cache.GetOrCreateAsync(Tenant, "1", MustNotRun, cancellationToken: Ended));
    }

    [Fact]
    public async Task A_hit_allocates_nothing()
    {
        await using var test = new TestCaches();
        Cache<string> cache = test.Caches.For<string>("names");
        await cache.GetOrCreateAsync(Tenant, "1", MustRunOnce("Ana"), cancellationToken: Ended);
        Func<CancellationToken, Task<string?>> never = MustNotRun;
        int hits = 0;
        Hit();
        long before = GC.GetAllocatedBytesForCurrentThread();

        for (int i = 0; i < 1_000; i++)
            Hit();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(1_001, hits);

        void Hit()
        {
            ValueTask<string?> hit = cache.GetOrCreateAsync(Tenant, "1", never);
            hits += hit is { IsCompletedSuccessfully: true, Result: "Ana" } ? 1 : 0;
        }

        static Func<CancellationToken, Task<string?>> MustRunOnce(string value) => Gives(value);
    }

    [Fact]
    public void A_cache_is_declared_once_under_a_name_and_with_options_that_can_be_used()
    {
        var test = new TestCaches();
        test.Caches.For<string>("names");

        Assert.Contains("names", Assert.Throws<ArgumentException>(() => test.Caches.For<string>("names")).Message);
        Assert.Contains("a-z", Assert.Throws<ArgumentException>(() => test.Caches.For<string>("Names:")).Message);
        Assert.Contains("Ttl", Assert.Throws<ArgumentOutOfRangeException>(() => test.Caches.For<string>("a", options => options.Ttl = TimeSpan.Zero)).Message);
        Assert.Contains("Jitter", Assert.Throws<ArgumentOutOfRangeException>(() => test.Caches.For<string>("a", options => options.Jitter = 1.5)).Message);
    }

    [Fact]
    public async Task A_key_a_tag_and_a_tenant_must_be_given()
    {
        await using var test = new TestCaches();
        Cache<string> cache = test.Caches.For<string>("names");

        await Assert.ThrowsAsync<ArgumentException>(() => cache.GetOrCreateAsync(Tenant, "", Gives("a")).AsTask());
        await Assert.ThrowsAsync<ArgumentException>(() => cache.GetOrCreateAsync(Tenant, "1", Gives("a"), [""]).AsTask());
        await Assert.ThrowsAsync<InvalidOperationException>(() => cache.GetOrCreateAsync(default, "1", Gives("a")).AsTask());
    }
}
