using Perto.Testing;

namespace Perto.Platform.Tests;

public sealed class ProcessFeaturesTests
{
    private static readonly TenantId Tenant = new("t");

    [Fact]
    public async Task Memory_stays_within_its_bound_and_keeps_what_is_read()
    {
        var store = new ProcessFeatures(100_000, maxAge: null, new ManualTimeProvider());
        await PutAsync(store, "hot", 1, 100);
        for (int i = 0; i < 5_000; i++)
        {
            await PutAsync(store, $"k{i}", 1, i % 500);
            Assert.Equal(1, await RevisionAsync(store, "hot"));
            Assert.InRange(store.Bytes, 0, 100_000);
        }
        Assert.Equal(0, await RevisionAsync(store, "k0"));
        Assert.Equal(1, await RevisionAsync(store, "k4999"));
    }

    [Fact]
    public async Task An_older_revision_does_not_replace_a_newer_one()
    {
        var store = new ProcessFeatures(100_000, maxAge: null, new ManualTimeProvider());
        await PutAsync(store, "a", 5, 10);
        await PutAsync(store, "a", 4, 10);
        Assert.Equal(5, await RevisionAsync(store, "a"));
        await PutAsync(store, "a", 6, 10);
        Assert.Equal(6, await RevisionAsync(store, "a"));
    }

    [Fact]
    public async Task Tenants_and_entities_do_not_meet()
    {
        var store = new ProcessFeatures(100_000, maxAge: null, new ManualTimeProvider());
        await PutAsync(store, "a", 5, 10);
        var rows = new OnlineRow[2];
        await store.GetAsync(new TenantId("other"), new[] { new EntityKey("title", "a"), new EntityKey("film", "a") }, rows, default);
        await store.GetAsync(Tenant, new[] { new EntityKey("film", "a"), new EntityKey("title", "b") }, rows, default);
        Assert.All(rows, row => Assert.False(row.IsKnown));
    }

    [Fact]
    public async Task Threads_that_read_and_write_at_once_keep_the_count_right()
    {
        var store = new ProcessFeatures(20_000, maxAge: null, new ManualTimeProvider());
        await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(async () =>
        {
            for (int i = 0; i < 3_000; i++)
            {
                await PutAsync(store, $"k{i % 200}", i, (i + thread) % 300);
                await RevisionAsync(store, $"k{(i + 7) % 200}");
            }
        })));
        Assert.InRange(store.Bytes, 1, 20_000);
    }

    [Fact]
    public async Task A_store_of_no_bytes_keeps_nothing()
    {
        var store = new ProcessFeatures(0, maxAge: null, new ManualTimeProvider());
        await PutAsync(store, "a", 1, 10);
        Assert.Equal((0, 0L), (await RevisionAsync(store, "a"), store.Bytes));
    }

    private static async Task PutAsync(ProcessFeatures store, string key, long revision, int bytes) =>
        Assert.True(await store.PutAsync(Tenant, new[] { new EntityKey("title", key) }, new[] { new OnlineRow(revision, new byte[bytes]) }, changed: false, default));

    private static async Task<long> RevisionAsync(ProcessFeatures store, string key)
    {
        var rows = new OnlineRow[1];
        await store.GetAsync(Tenant, new[] { new EntityKey("title", key) }, rows, default);
        return rows[0].Revision;
    }
}
