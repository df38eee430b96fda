using Perto.Vectors;
using Perto.Vectors.Storage;

namespace Perto.Pinecone.Tests;

/// <summary>A service that shows writes later than it takes them.</summary>
public sealed class FreshnessTests
{
    [Fact]
    public async Task A_write_returns_when_every_process_sees_it()
    {
        await using TestService service = await TestService.StartAsync();
        IVectorCollection mine = await TestService.ThingsAsync(service.Store());
        IVectorCollection theirs = await TestService.ThingsAsync(service.Store());
        service.Double.Lag = 3;
        await mine.UpsertAsync(TestService.Thing("a", 1));
        Assert.Equal(1, (await theirs.GetAsync("a"))!.Payload["n"]);
        await mine.UpdateAsync("a", new VectorPatch { Payload = { ["n"] = 2 } });
        Assert.Equal(["a"], (await theirs.ScrollAsync(new ScrollQuery { Filter = Filter.Eq("n", 2) })).Records.Select(record => record.Id));
        await mine.UpdatePayloadAsync(Filter.Everything, new Dictionary<string, PayloadValue> { ["n"] = 3 });
        Assert.Equal(1, await theirs.CountAsync(Filter.Eq("n", 3)));
        await mine.DeleteAsync(["a"]);
        Assert.Null(await theirs.GetAsync("a"));
        await mine.UpsertAsync([.. Enumerable.Range(0, 250).Select(i => TestService.Thing($"{i}", i))]);
        Assert.Equal(250, (await theirs.StatisticsAsync()).Records);
        Assert.Equal(100, await mine.DeleteAsync(Filter.Lt("n", 100)));
        Assert.Equal(150, await theirs.CountAsync());
        Assert.Equal(150, await mine.DeleteAsync(Filter.Everything));
        Assert.Equal(0, await theirs.CountAsync());
        await mine.UpsertAsync(TestService.Thing("again"));
        Assert.NotNull(await theirs.GetAsync("again"));
    }

    [Fact]
    public async Task A_process_sees_its_own_writes_where_only_its_reads_wait()
    {
        await using TestService service = await TestService.StartAsync();
        PineconeVectorStore store = service.Store(settings => settings.Freshness = PineconeFreshness.Own);
        IVectorCollection mine = await TestService.ThingsAsync(store);
        service.Double.Lag = 3;
        service.Double.ForgetRequests();
        await mine.UpsertAsync(TestService.Thing("a", 1));
        // Nothing was asked: the write did not wait.
        Assert.Single(service.Double.Requests);
        Assert.NotNull(await mine.GetAsync("a"));
        await mine.UpsertAsync(TestService.Thing("b", 2));
        Assert.Equal(["b", "a"], (await mine.SearchAsync(new VectorQuery("v", new float[] { 0, 1 }))).Hits.Select(hit => hit.Id));
        service.Double.ForgetRequests();
        Assert.NotNull(await mine.GetAsync("a"));
        // What was shown once needs not be asked again.
        Assert.Single(service.Double.Requests);
    }

    [Fact]
    public async Task A_read_may_miss_a_write_where_nothing_waits()
    {
        await using TestService service = await TestService.StartAsync();
        PineconeVectorStore store = service.Store(settings => settings.Freshness = PineconeFreshness.None);
        IVectorCollection mine = await TestService.ThingsAsync(store);
        service.Double.Lag = 2;
        await mine.UpsertAsync(TestService.Thing("a", 1));
        Assert.Null(await mine.GetAsync("a"));
    }

    [Fact]
    public async Task A_write_that_is_not_shown_in_time_is_told_to_be_kept()
    {
        await using TestService service = await TestService.StartAsync();
        PineconeVectorStore store = service.Store(settings => settings.FreshnessTimeout = TimeSpan.FromMilliseconds(100));
        IVectorCollection mine = await TestService.ThingsAsync(store);
        service.Double.Lag = int.MaxValue;
        StorageException told = await Assert.ThrowsAsync<StorageException>(() => mine.UpsertAsync(TestService.Thing("a")).AsTask());
        Assert.Contains("has taken a write and does not show it", told.Message, StringComparison.Ordinal);
        Assert.Contains("It is kept", told.Message, StringComparison.Ordinal);
        Assert.Contains("Perto:Pinecone:Freshness", told.Remedy, StringComparison.Ordinal);
        service.Double.Lag = 0;
        await mine.UpsertAsync(TestService.Thing("b"));
        Assert.Equal(2, await mine.CountAsync());
    }
}
