using System.Collections.Concurrent;
using Perto.Testing;
using Perto.Vectors;
using Perto.Vectors.Storage;

namespace Perto.Redis.Tests;

/// <summary>The server is killed while records are written, and comes back with what it wrote down.</summary>
public sealed class RedisVectorFaultTests
{
    private const int Rounds = 5;
    private const int Writers = 4;

    private static readonly (string, string)[] Impatient =
    [
        ("Perto:Dependencies:redis:Timeout", "00:00:01"), ("Perto:Dependencies:redis:Attempts", "1"), ("Perto:Dependencies:redis:BreakerPause", "00:00:00.500"),
    ];

    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_each_kill_every_record_is_whole_and_what_was_acknowledged_is_there()
    {
        await using RedisServer server = await RedisServer.StartNew8Async(Ended, keeps: true);
        await using TestVectorStore store = TestVectorStore.To(server.Url, others: Impatient);
        IVectorCollection things = await store.ThingsAsync(more: schema => schema.Dense("w", 3, Metric.Dot).Integer("n"));
        // What each record was when a write of it was last acknowledged, and what it may have become since: null is deleted.
        ConcurrentDictionary<string, List<int?>> possible = new(StringComparer.Ordinal);
        int written = 0, failed = 0;
        for (int round = 0; round < Rounds; round++)
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ended);
            Task[] writers = [.. Enumerable.Range(0, Writers).Select(writer => Task.Run(() => WriteAsync(writer, round, stop.Token)))];
            int enough = Volatile.Read(ref written) + 200;
            await Eventually.Async(() => Volatile.Read(ref written) >= enough);
            await server.KillAsync();
            int before = Volatile.Read(ref failed);
            await Eventually.Async(() => Volatile.Read(ref failed) > before);
            await stop.CancelAsync();
            await Task.WhenAll(writers);

            await server.StartAsync(Ended);
            await Eventually.Async(async () => (await things.HealthAsync(Ended)).State == HealthState.Ok);
            await WholeRecords.CheckAsync(store);
            foreach ((string id, List<int?> values) in possible)
            {
                int? found = (await things.GetAsync(id, cancellationToken: Ended)) is { } record ? (int)record.Payload["n"].Integer : null;
                Assert.Contains(found, values);
                possible[id] = [found];
            }
        }

        async Task WriteAsync(int writer, int round, CancellationToken stopping)
        {
            Random random = new(Seeds.Of() + (round * Writers) + writer);
            for (int i = 1; !stopping.IsCancellationRequested; i++)
            {
                string id = $"{writer}-{random.Next(30)}";
                int n = (round * 100_000) + i;
                int? next = random.Next(4) == 0 ? null : n;
                List<int?> values = possible.GetOrAdd(id, _ => [null]);
                values.Add(next);
                try
                {
                    if (next is null)
                        await things.DeleteAsync([id], Ended);
                    else
                        await things.UpsertAsync(Record(id, n), Ended);
                    possible[id] = [next];
                    Interlocked.Increment(ref written);
                }
                catch (StorageException)
                {
                    Interlocked.Increment(ref failed);
                    await Task.Yield();
                }
            }
        }
    }

    [Fact]
    public async Task Searches_under_load_tell_that_the_server_is_away_and_answer_when_it_is_back()
    {
        await using RedisServer server = await RedisServer.StartNew8Async(Ended, keeps: true);
        await using TestVectorStore store = TestVectorStore.To(server.Url, others: Impatient);
        IVectorCollection things = await store.ThingsAsync(more: schema => schema.Dense("w", 3, Metric.Dot).Integer("n"));
        await things.UpsertAsync([.. Enumerable.Range(0, 200).Select(i => Record($"{i:000}", i))], Ended);
        using var stop = new CancellationTokenSource();
        int answered = 0, refused = 0;
        Task[] searchers = [.. Enumerable.Range(0, 8).Select(searcher => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                try
                {
                    SearchResult found = await things.SearchAsync(new VectorQuery("w", new float[] { 0, 1, 0 }) { K = 3 }, Ended);
                    Assert.Equal(["199", "198", "197"], found.Hits.Select(hit => hit.Id));
                    Interlocked.Increment(ref answered);
                }
                catch (StorageException)
                {
                    Interlocked.Increment(ref refused);
                    await Task.Yield();
                }
            }
        }))];
        try
        {
            await Eventually.Async(() => Volatile.Read(ref answered) > 20);
            await server.KillAsync();
            await Eventually.Async(() => Volatile.Read(ref refused) > 20);
            Assert.Equal(HealthState.Failed, (await things.HealthAsync(Ended)).State);
            await server.StartAsync(Ended);
            int before = Volatile.Read(ref answered);
            await Eventually.Async(() => Volatile.Read(ref answered) > before + 20);
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(searchers);
        }
    }

    private static VectorRecord Record(string id, int n) => new(id)
    {
        Vectors = { ["v"] = new float[] { 1, n }, ["w"] = new float[] { 1, n, -1 } },
        Payload = { ["n"] = n },
    };
}
