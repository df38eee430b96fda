using System.Collections.Concurrent;
using Perto.Testing;
using Perto.Vectors.Storage;

namespace Perto.Vectors.Tests.Storage;

/// <summary>
/// Threads read and write a few records at once. For each record there must be an order of all that was done to it in which every answer is right and
/// nothing comes before what had ended when it began (Herlihy and Wing 1990).
/// </summary>
public sealed class LinearizabilityTests
{
    private const int Threads = 4;
    private const int Keys = 3;
    private const int Missing = 0;

    [Fact]
    public async Task What_threads_see_of_each_record_is_one_order_of_all_that_was_done_to_it()
    {
        using TemporaryFolder folder = new();
        await using EmbeddedVectorStore store = EmbeddedVectorStore.Open(folder.Path, new EmbeddedStoreOptions { RowsOfSegment = 1024 });
        for (int run = 0; run < 40; run++)
        {
            IVectorCollection things = await store.CollectionAsync(StoredThings.Tenant, $"run-{run}", schema => schema.Dense("v", 1, Metric.Dot).Integer("n"));
            ConcurrentBag<Done> history = [];
            using Barrier start = new(Threads);
            long clock = 0;
            int next = 0;
            await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Run(async () =>
            {
                Random random = new((run * Threads) + thread);
                start.SignalAndWait(TestContext.Current.CancellationToken);
                for (int i = 0; i < 12; i++)
                {
                    long began = Interlocked.Increment(ref clock);
                    Done[] done = await DoAsync(things, random, () => Interlocked.Increment(ref next));
                    long ended = Interlocked.Increment(ref clock);
                    foreach (Done one in done)
                        history.Add(one with { Began = began, Ended = ended });
                }
            })));
            for (int key = 0; key < Keys; key++)
            {
                Done[] ofKey = [.. history.Where(done => done.Key == key).OrderBy(done => done.Began)];
                Assert.True(IsLinearizable(ofKey, new bool[ofKey.Length], Missing, []), $"run {run}, record {key}: {string.Join('\n', ofKey.AsEnumerable())}");
            }
        }
    }

    [Fact]
    public void The_check_tells_a_stale_answer()
    {
        Done[] stale = [new(0, Kind.Write, 1) { Began = 1, Ended = 2 }, new(0, Kind.Read, Missing) { Began = 3, Ended = 4 }];
        Assert.False(IsLinearizable(stale, new bool[2], Missing, []));
        Done[] meanwhile = [stale[0], stale[1] with { Began = 1 }];
        Assert.True(IsLinearizable(meanwhile, new bool[2], Missing, []));
    }

    private static async Task<Done[]> DoAsync(IVectorCollection things, Random random, Func<int> next)
    {
        int key = random.Next(Keys);
        switch (random.Next(6))
        {
            case 0:
                int value = next();
                await things.UpsertAsync(Record(key, value));
                return [new Done(key, Kind.Write, value)];
            case 1:
                int of = next();
                await things.UpsertAsync([.. Enumerable.Range(0, Keys).Select(k => Record(k, of))]);
                return [.. Enumerable.Range(0, Keys).Select(k => new Done(k, Kind.Write, of))];
            case 2:
                return [new Done(key, await things.DeleteAsync([$"{key}"]) == 1 ? Kind.Deleted : Kind.Read, Missing)];
            case 3:
                int patched = next();
                bool existed = await things.UpdateAsync($"{key}", new VectorPatch { Payload = { ["n"] = (long)patched } });
                return [existed ? new Done(key, Kind.Changed, patched) : new Done(key, Kind.Read, Missing)];
            default:
                VectorRecord? found = await things.GetAsync($"{key}");
                return [new Done(key, Kind.Read, found is null ? Missing : (int)found.Payload["n"].Integer)];
        }
    }

    private static VectorRecord Record(int key, int value) => new($"{key}") { Vectors = { ["v"] = new float[] { value } }, Payload = { ["n"] = (long)value } };

    // Takes one of those that could be first, and goes on with the others (Wing and Gong 1993); states that failed are not tried again.
    private static bool IsLinearizable(Done[] history, bool[] taken, int value, HashSet<string> failed)
    {
        if (Array.TrueForAll(taken, done => done))
            return true;
        string state = $"{value}:{string.Concat(taken.Select(done => done ? '1' : '0'))}";
        if (failed.Contains(state))
            return false;
        long firstEnd = history.Where((_, i) => !taken[i]).Min(done => done.Ended);
        for (int i = 0; i < history.Length; i++)
        {
            if (taken[i] || history[i].Began > firstEnd || !history[i].Fits(value))
                continue;
            taken[i] = true;
            if (IsLinearizable(history, taken, history[i].Value, failed))
                return true;
            taken[i] = false;
        }
        failed.Add(state);
        return false;
    }

    private enum Kind
    {
        /// <summary>It saw the value.</summary>
        Read,

        /// <summary>It wrote the value.</summary>
        Write,

        /// <summary>It found a record and gave it the value.</summary>
        Changed,

        /// <summary>It found a record and deleted it.</summary>
        Deleted,
    }

    private sealed record Done(int Key, Kind Kind, int Value)
    {
        public long Began { get; init; }

        public long Ended { get; init; }

        public bool Fits(int value) => Kind switch
        {
            Kind.Read => value == Value,
            Kind.Changed or Kind.Deleted => value != Missing,
            _ => true,
        };
    }
}
