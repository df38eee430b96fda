using Perto.Vectors;

namespace Perto.Conformance;

/// <summary>Readers and writers at once: no reader sees half of a write.</summary>
public abstract class ConcurrencyConformance(IVectorStoreFixture fixture) : VectorStoreConformance(fixture)
{
    [Fact]
    public async Task Writers_of_different_records_do_not_lose_one_anothers_writes()
    {
        IVectorCollection things = await CollectionAsync();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (int i = 0; i < 250; i++)
                await things.UpsertAsync(Record($"{writer}-{i}", writer, i));
        })));
        Assert.Equal(2_000, await things.CountAsync());
        for (int writer = 0; writer < 8; writer++)
            VectorIs(await things.GetAsync($"{writer}-249"), "v", writer, 249);
    }

    [Fact]
    public async Task A_record_that_is_always_replaced_is_always_there_once()
    {
        IVectorCollection things = await CollectionAsync(s => s.Dense("v", 2, Metric.Dot).Integer("n"));
        await things.UpsertAsync([Replaced(0), Record("other", 0, 1)]);
        await WhileWritingAsync(
            async i => await things.UpsertAsync(Replaced(i)),
            writes: 4_000,
            async () =>
            {
                Assert.Equal(2, await things.CountAsync());
                VectorRecord? read = await things.GetAsync("replaced");
                Assert.Equal(read!.Payload["n"].Integer, (long)read.Vectors["v"].Dense.Span[1]);
                SearchHit hit = (await things.SearchAsync(new VectorQuery("v", new float[] { 1, 0 }) { K = 3, IncludeVectors = true })).Hits[0];
                Assert.Equal("replaced", hit.Id);
                Assert.Equal(hit.Payload["n"].Integer, (long)hit.Vectors["v"].Dense.Span[1]);
                Assert.Equal(["other", "replaced"], await IdsAsync(things));
            });

        static VectorRecord Replaced(int i) => new("replaced") { Vectors = { ["v"] = new float[] { 1, i } }, Payload = { ["n"] = i } };
    }

    [Fact]
    public async Task A_batch_appears_at_once()
    {
        Requires(VectorStoreCapabilities.AtomicBatches);
        IVectorCollection things = await CollectionAsync(s => s.Dense("v", 2, Metric.Dot).Integer("round"));
        await things.UpsertAsync(Round(0));
        await WhileWritingAsync(
            async i => await things.UpsertAsync(Round(i)),
            writes: 400,
            async () =>
            {
                SearchResult result = await things.SearchAsync(new VectorQuery("v", new float[] { 1, 0 }) { K = 100 });
                Assert.Equal(50, result.Hits.Count);
                Assert.Single(result.Hits.Select(h => h.Payload["round"]).Distinct());
                ScrollPage page = await things.ScrollAsync(new ScrollQuery());
                Assert.Equal(50, page.Records.Count);
                Assert.Single(page.Records.Select(r => r.Payload["round"]).Distinct());
            });

        static VectorRecord[] Round(int round) => [.. Enumerable.Range(0, 50).Select(j => Record($"{j:00}", "round", round))];
    }

    [Fact]
    public async Task Deleting_and_writing_again_is_seen_as_either_and_never_as_anything_else()
    {
        IVectorCollection things = await CollectionAsync();
        await things.UpsertAsync(Record("stays", 0, 1));
        await WhileWritingAsync(
            async i => await (i % 2 == 0 ? things.DeleteAsync(["comes"]).AsTask() : things.UpsertAsync(Record("comes", 1, 0)).AsTask()),
            writes: 4_000,
            async () =>
            {
                string[] ids = await IdsAsync(things);
                Assert.True(ids is ["stays"] or ["comes", "stays"], string.Join(' ', ids));
            });
    }

    [Fact]
    public async Task Opening_one_collection_from_many_threads_opens_one_collection()
    {
        IVectorCollection[] handles = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(async () =>
        {
            IVectorCollection handle = await CollectionAsync();
            await handle.UpsertAsync(Record($"{i}", 1, 0));
            return handle;
        })));
        foreach (IVectorCollection handle in handles)
            Assert.Equal(16, await handle.CountAsync());
    }

    // Two readers check for as long as the writer writes, and at least once.
    private static async Task WhileWritingAsync(Func<int, Task> write, int writes, Func<Task> check)
    {
        using CancellationTokenSource done = new();
        Task[] readers = [.. Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
        {
            do
                await check();
            while (!done.IsCancellationRequested);
        }))];
        try
        {
            for (int i = 1; i <= writes; i++)
                await write(i);
        }
        finally
        {
            await done.CancelAsync();
            await Task.WhenAll(readers);
        }
    }
}
