using Perto.Testing;
using Perto.Vectors.Storage;

namespace Perto.Vectors.Tests.Storage;

public sealed class StoreTendingTests
{
    private static readonly CollectionFolder Things = new(StoredThings.Tenant.Value, StoredThings.Name);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_manifest_of_the_rows_waits_for_no_graph()
    {
        const int Records = 2600;
        Random random = new(2);
        SimulatedFiles files = new();
        EmbeddedVectorStore store = EmbeddedVectorStore.Open(files, StoredThings.Options);
        EmbeddedVectorCollection wide = (EmbeddedVectorCollection)await store.CollectionAsync(
            StoredThings.Tenant, StoredThings.Name, s => s.Dense("v", 8, Metric.Euclidean, new VectorIndexSettings { GraphFrom = 1000 }), Token);
        await wide.UpsertAsync([.. Enumerable.Range(0, Records).Select(i => new VectorRecord($"{i:0000}") { Vectors = { ["v"] = Wide() } })], Token);
        await wide.DeleteAsync([.. Enumerable.Range(0, 500).Select(i => $"{i:0000}")], Token);
        await wide.IndexedAsync(Token);

        await HoldsAsync(() => store.CompactAsync(wide, cancellationToken: Token));
        await wide.UpsertAsync([.. Enumerable.Range(0, 900).Select(i => new VectorRecord($"new-{i}") { Vectors = { ["v"] = Wide() } })], Token);
        await wide.IndexedAsync(Token);
        await HoldsAsync(() => store.DisposeAsync().AsTask());

        await using EmbeddedVectorStore again = EmbeddedVectorStore.Open(files, StoredThings.Options);
        IVectorCollection opened = (await again.FindAsync(StoredThings.Tenant, StoredThings.Name, Token))!;
        Assert.Equal(Records - 500 + 900, (await opened.StatisticsAsync(Token)).Indexed["v"]);

        float[] Wide() => [.. Enumerable.Range(0, 8).Select(_ => random.NextSingle())];

        async Task HoldsAsync(Func<Task> work)
        {
            List<string> changes = [];
            files.Before = (kind, name) =>
            {
                lock (changes)
                {
                    if (kind == Operation.Rename)
                        changes.Add("manifest");
                    else if (kind == Operation.Create && name.EndsWith(".graph", StringComparison.Ordinal))
                        changes.Add("graph");
                }
            };
            await work();
            files.Before = null;
            Assert.Equal(["manifest", "graph", "manifest"], changes);
        }
    }

    [Fact]
    public async Task Writers_go_on_slowly_while_full_segments_wait_for_the_disk()
    {
        SimulatedFiles files = new();
        using ManualResetEventSlim disk = new();
        TaskCompletionSource waits = new(TaskCreationOptions.RunContinuationsAsynchronously);
        files.Before = (kind, name) =>
        {
            if (kind != Operation.Create || !name.EndsWith(".segment", StringComparison.Ordinal))
                return;
            waits.TrySetResult();
            disk.Wait(Token);
        };
        await using EmbeddedVectorStore store = EmbeddedVectorStore.Open(files, StoredThings.Options with { MaintainsItself = true });
        EmbeddedVectorCollection things = (EmbeddedVectorCollection)await StoredThings.OpenAsync(store);
        for (int batch = 0; batch < 8; batch++)
            await things.UpsertAsync([.. Enumerable.Range(0, 1024).Select(i => StoredThings.SmallRecord($"{batch}-{i}", i))], Token);
        await waits.Task;
        Assert.Equal(0, (await things.StatisticsAsync(Token)).Segments);
        disk.Set();
        await things.Files!.Tended;
        Assert.Equal(8, (await things.StatisticsAsync(Token)).Segments);
        Assert.Equal(8 * 1024, await things.CountAsync(cancellationToken: Token));
    }

    [Fact]
    public async Task What_is_written_while_a_compaction_renumbers_graphs_is_copied_while_others_write()
    {
        const int Before = 5000, Meanwhile = 3000;
        SimulatedFiles files = new();
        await using EmbeddedVectorStore store = EmbeddedVectorStore.Open(files, StoredThings.Options);
        EmbeddedVectorCollection things = (EmbeddedVectorCollection)await StoredThings.OpenAsync(store);
        await things.UpsertAsync([.. Enumerable.Range(0, Before).Select(i => StoredThings.SmallRecord($"{i:0000}", i))], Token);
        await things.DeleteAsync(["0000"], Token);
        VectorRecord[] later = [.. Enumerable.Range(0, Meanwhile).Select(i => things.Schema.Bind(StoredThings.SmallRecord($"later-{i}", i)))];
        List<long> told = [];
        await store.CompactAsync(
            things,
            new Told(rows =>
            {
                told.Add(rows);
                if (rows == Before)
                    things.Files!.Collection.Write(later, now: 0);
            }),
            Token);
        // The writer's turn had nothing left to copy.
        Assert.Equal(Before + Meanwhile, told[^1]);
        Assert.Equal(Before - 1 + Meanwhile, (await StoreModel.ContentAsync(things)).Length);
    }

    [Fact]
    public async Task Deleting_a_collection_ends_the_work_on_its_files_first()
    {
        SimulatedFiles files = new();
        List<StorageException> faults = [];
        await using EmbeddedVectorStore store = EmbeddedVectorStore.Open(files, StoredThings.Options with { BackgroundFault = faults.Add });
        IVectorCollection things = await StoredThings.OpenAsync(store);
        await things.UpsertAsync([.. Enumerable.Range(0, 5000).Select(i => StoredThings.SmallRecord($"{i:0000}", i))], Token);
        await things.DeleteAsync(["0000"], Token);
        Task<bool>? deleting = null;
        List<(Operation Kind, string Name)> changes = [];
        files.Before = (kind, name) =>
        {
            lock (changes)
                changes.Add((kind, name));
        };
        Task compacting = store.CompactAsync(
            things,
            new Told(_ =>
            {
                deleting ??= Task.Run(() => store.DeleteAsync(StoredThings.Tenant, StoredThings.Name, Token).AsTask(), Token);
                SpinWait.SpinUntil(() => IsClosing(things));
            }),
            Token);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => compacting);
        Assert.True(await deleting!);
        Assert.Empty(files.Files(Things.Path));
        Assert.Empty(faults);
        int mark = changes.IndexOf((Operation.Create, Things.DeletedMark));
        Assert.All(changes.Skip(mark + 1), change => Assert.True(change.Kind is Operation.Delete or Operation.SyncFolder or Operation.DeleteFolder, $"{change}"));
        await Assert.ThrowsAsync<VectorStoreException>(() => store.CompactAsync(things, cancellationToken: Token));
    }

    [Fact]
    public async Task Closing_during_a_compaction_of_its_own_is_no_fault_and_loses_nothing()
    {
        const int Records = 6000, Deleted = 3000;
        SimulatedFiles files = new();
        List<StorageException> faults = [];
        EmbeddedVectorStore store = EmbeddedVectorStore.Open(files, StoredThings.Options with { MaintainsItself = true, BackgroundFault = faults.Add });
        EmbeddedVectorCollection things = (EmbeddedVectorCollection)await StoredThings.OpenAsync(store);
        await things.UpsertAsync([.. Enumerable.Range(0, Records).Select(i => StoredThings.SmallRecord($"{i:0000}", i))], Token);
        await things.Files!.Tended;
        Task? closing = null;
        files.Before = (kind, name) =>
        {
            if (kind == Operation.Create && name.EndsWith(".segment", StringComparison.Ordinal))
                closing ??= Task.Run(() => store.DisposeAsync().AsTask());
        };
        await things.DeleteAsync([.. Enumerable.Range(0, Deleted).Select(i => $"{i * 2:0000}")], Token);
        await things.Files.Tended;
        Assert.NotNull(closing);
        await closing;
        Assert.Empty(faults);
        files.Before = null;
        await using EmbeddedVectorStore again = EmbeddedVectorStore.Open(files, StoredThings.Options);
        Assert.Equal(Records - Deleted, (await StoreModel.ContentAsync(await StoredThings.OpenAsync(again))).Length);
    }

    [Fact]
    public async Task A_listener_that_throws_keeps_no_collection_from_being_closed()
    {
        SimulatedFiles files = new();
        EmbeddedVectorStore store = EmbeddedVectorStore.Open(files, StoredThings.Options with { BackgroundFault = fault => throw new InvalidOperationException(fault.Message) });
        string[] names = [.. Enumerable.Range(0, 40).Select(i => $"c{i}")];
        foreach (string name in names)
            await (await store.CollectionAsync(StoredThings.Tenant, name, StoredThings.Schema, Token)).UpsertAsync(StoredThings.SmallRecord(name, 1), Token);
        files.Before = (kind, name) =>
        {
            if (kind == Operation.Create && name.EndsWith(".segment", StringComparison.Ordinal) && name.Contains("/c0/", StringComparison.Ordinal))
                throw new StorageException(name, "cannot be created", "Free space");
        };
        await store.DisposeAsync();
        files.Before = null;
        await using EmbeddedVectorStore again = EmbeddedVectorStore.Open(files, StoredThings.Options);
        foreach (string name in names)
        {
            IVectorCollection opened = (await again.FindAsync(StoredThings.Tenant, name, Token))!;
            Assert.NotNull(await opened.GetAsync(name, cancellationToken: Token));
            Assert.Equal(name == "c0", (await opened.StatisticsAsync(Token)).LogBytes > 0);
        }
    }

    [Fact]
    public async Task Compacting_at_request_takes_expired_records_away_where_nothing_else_is_dead()
    {
        ManualTimeProvider clock = new();
        SimulatedFiles files = new();
        await using EmbeddedVectorStore store = EmbeddedVectorStore.Open(files, StoredThings.Options, clock);
        EmbeddedVectorCollection things = (EmbeddedVectorCollection)await StoredThings.OpenAsync(store);
        DateTimeOffset moment = clock.GetUtcNow().AddMinutes(1);
        VectorRecord[] records =
        [
            .. Enumerable.Range(0, 2000).Select(i =>
            {
                VectorRecord record = StoredThings.SmallRecord($"{i:0000}", i);
                return new VectorRecord(record.Id) { Vectors = record.Vectors, Payload = record.Payload, ExpiresAt = i % 2 == 0 ? moment : null };
            }),
        ];
        await things.UpsertAsync(records, Token);
        clock.Advance(TimeSpan.FromMinutes(2));
        await store.CompactAsync(things, cancellationToken: Token);
        Assert.Equal((1000, 0), (things.Snapshot.Rows, things.Snapshot.Dead));
        Assert.Equal(1000, (await StoreModel.ContentAsync(things)).Length);
    }

    [Fact]
    public async Task A_collection_is_opened_while_another_is_verified()
    {
        SimulatedFiles files = new();
        await using (EmbeddedVectorStore first = EmbeddedVectorStore.Open(files, StoredThings.Options))
        {
            foreach (string name in new[] { "a", "b" })
                await (await first.CollectionAsync(StoredThings.Tenant, name, StoredThings.Schema, Token)).UpsertAsync(StoredThings.SmallRecord(name, 1), Token);
        }
        await using EmbeddedVectorStore store = EmbeddedVectorStore.Open(files, StoredThings.Options);
        List<Task> openings = [];
        bool? isOpen = null;
        Assert.Empty(await store.VerifyAsync(
            new Told(_ =>
            {
                if (isOpen is not null)
                    return;
                Task opening = store.FindAsync(StoredThings.Tenant, "b", Token).AsTask();
                openings.Add(opening);
                isOpen = opening.IsCompletedSuccessfully;
            }),
            Token));
        await Task.WhenAll(openings);
        Assert.True(isOpen);
    }

    [Fact]
    public async Task Turns_at_a_collection_come_one_after_another_and_those_at_others_do_not_wait()
    {
        CollectionTurns turns = new();
        (TenantId, string) a = (StoredThings.Tenant, "a"), b = (StoredThings.Tenant, "b");
        using CancellationTokenSource impatient = new();
        IDisposable first = await turns.TakeAsync(a, Token);
        Task<IDisposable> second = turns.TakeAsync(a, impatient.Token), third = turns.TakeAsync(a, Token);
        (await turns.TakeAsync(b, Token)).Dispose();
        Task ended = turns.EndedAsync();
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        Assert.False(third.IsCompleted);
        first.Dispose();
        IDisposable last = await third;
        Assert.False(ended.IsCompleted);
        last.Dispose();
        await ended;
        (await turns.TakeAsync(a, Token)).Dispose();
    }

    [Fact]
    public async Task Showing_a_write_copies_nothing_where_nothing_was_sealed_and_sealing_several_segments_changes_no_answer()
    {
        SimulatedFiles files = new();
        await using EmbeddedVectorStore store = EmbeddedVectorStore.Open(files, StoredThings.Options);
        EmbeddedVectorCollection things = (EmbeddedVectorCollection)await StoredThings.OpenAsync(store);
        Random random = new(9);
        await things.UpsertAsync([.. Enumerable.Range(0, 3500).Select(i => StoredThings.Record(random, $"{i:0000}"))], Token);
        Assert.Same(things.Snapshot.Table.Chunks, things.Snapshot.Chunks);
        VectorQuery query = new("s", new SparseVector([1, 8], [1, 2])) { K = 500 };
        (string, float)[] before = await HitsAsync();
        Assert.Equal(500, before.Length);
        await store.CheckpointAsync(things, Token);
        Assert.Equal(3, (await things.StatisticsAsync(Token)).Segments);
        Assert.Equal(before, await HitsAsync());

        async Task<(string, float)[]> HitsAsync() => [.. (await things.SearchAsync(query, Token)).Hits.Select(hit => (hit.Id, hit.Score))];
    }

    [Fact]
    public async Task An_index_that_cannot_read_its_rows_is_told()
    {
        const float Odd = 12345.678f;
        SimulatedFiles running = new();
        EmbeddedVectorStore first = EmbeddedVectorStore.Open(running, StoredThings.Options);
        IVectorCollection written = await WideAsync(first);
        await written.UpsertAsync([.. Enumerable.Range(0, 1100).Select(i => new VectorRecord($"{i:0000}") { Vectors = { ["v"] = Wide(i) } })], Token);
        await first.CheckpointAsync(written, Token);
        SimulatedFiles files = running.RestartProcess();
        string segment = $"{Things.Path}/{files.Files(Things.Path).First(name => name.EndsWith(".segment", StringComparison.Ordinal))}";
        byte[] bytes = new byte[files.Length(segment)];
        using (IFile file = files.Open(segment))
            Assert.Equal(bytes.Length, file.Read(0, bytes));
        int odd = bytes.AsSpan().IndexOf(BitConverter.GetBytes(Odd));
        Assert.NotEqual(-1, odd);
        files.Flip(segment, odd, 1);

        await using EmbeddedVectorStore store = EmbeddedVectorStore.Open(files, StoredThings.Options);
        EmbeddedVectorCollection wide = (EmbeddedVectorCollection)await WideAsync(store);
        await wide.IndexedAsync(Token);
        CollectionHealth health = await wide.HealthAsync(Token);
        Assert.Equal((HealthState.Degraded, true), (health.State, health.Writable));
        Assert.Contains(segment, health.Reason);

        static async Task<IVectorCollection> WideAsync(EmbeddedVectorStore store) => await store.CollectionAsync(
            StoredThings.Tenant, StoredThings.Name, s => s.Dense("v", 64, Metric.Euclidean, new VectorIndexSettings { GraphFrom = 1000 }), Token);

        static float[] Wide(int i) => [.. Enumerable.Range(0, 64).Select(d => i == 500 && d == 7 ? Odd : (float)((i * d) % 101))];
    }

    // Says so before anything else is done to it.
    private static bool IsClosing(IVectorCollection things) => ((EmbeddedVectorCollection)things).Files!.IsClosing;

    private sealed class Told(Action<long> tell) : IProgress<long>
    {
        public void Report(long value) => tell(value);
    }
}
