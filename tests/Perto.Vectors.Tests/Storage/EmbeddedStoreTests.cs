using Perto.Testing;
using Perto.Vectors.Storage;

namespace Perto.Vectors.Tests.Storage;

public sealed class EmbeddedStoreTests : IDisposable
{
    private static readonly EmbeddedStoreOptions Small = new() { RowsOfSegment = 1024, IndexThreads = 2 };
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_closed_store_opens_with_all_that_was_written_and_replays_nothing()
    {
        string[] written;
        await using (EmbeddedVectorStore store = Open())
        {
            IVectorCollection things = await StoredThings.OpenAsync(store);
            await WriteAsync(things);
            written = await StoreModel.ContentAsync(things);
        }
        await using EmbeddedVectorStore again = Open();
        Assert.Equal(written, await StoreModel.ContentAsync(await StoredThings.OpenAsync(again)));
        CollectionStatistics statistics = await (await StoredThings.OpenAsync(again)).StatisticsAsync();
        Assert.Equal(0, statistics.LogBytes);
        Assert.Equal(2, statistics.Segments);
        Assert.Equal(statistics.BytesOnDisk, new DirectoryInfo(_folder.Path).EnumerateFiles("0*", SearchOption.AllDirectories).Sum(file => file.Length)
            + new DirectoryInfo(_folder.Path).EnumerateFiles("manifest", SearchOption.AllDirectories).Sum(file => file.Length));
    }

    [Fact]
    public async Task A_store_whose_process_ended_opens_with_all_that_was_written()
    {
        using TemporaryFolder image = new();
        string[] written;
        await using (EmbeddedVectorStore store = Open(Small with { MaintainsItself = false }))
        {
            IVectorCollection things = await StoredThings.OpenAsync(store);
            await WriteAsync(things);
            written = await StoreModel.ContentAsync(things);
            Copy(_folder.Path, image.Path);
        }
        await using EmbeddedVectorStore again = EmbeddedVectorStore.Open(image.Path, Small with { MaintainsItself = false });
        IVectorCollection recovered = await StoredThings.OpenAsync(again);
        Assert.Equal(written, await StoreModel.ContentAsync(recovered));
        Assert.True((await recovered.StatisticsAsync()).LogBytes > 0);
    }

    [Fact]
    public async Task A_folder_has_one_owner()
    {
        await using (Open())
        {
            StorageException refusal = Assert.Throws<StorageException>(() => Open());
            Assert.Contains($"this process ({Environment.ProcessId})", refusal.Message);
        }
        await Open().DisposeAsync();
    }

    [Fact]
    public async Task Collections_are_found_and_opened_when_they_are_used_and_a_damaged_one_hinders_no_other()
    {
        string[] names = ["A", "a", "con", "films/2024", "x.y:z@w"];
        await using (EmbeddedVectorStore store = Open())
        {
            foreach (string name in names)
                await (await store.CollectionAsync(StoredThings.Tenant, name, StoredThings.Schema)).UpsertAsync(StoredThings.SmallRecord(name, 1));
        }
        string damaged = _folder.Find("acme", "con=", "manifest");
        byte[] manifest = await File.ReadAllBytesAsync(damaged, TestContext.Current.CancellationToken);
        manifest[manifest.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(damaged, manifest, TestContext.Current.CancellationToken);

        await using EmbeddedVectorStore again = Open();
        Assert.Equal(names, await again.NamesAsync(StoredThings.Tenant));
        Assert.Empty(await again.NamesAsync(new TenantId("other")));
        foreach (string name in names.Where(name => name != "con"))
            Assert.NotNull(await (await again.FindAsync(StoredThings.Tenant, name))!.GetAsync(name));
        DamagedFileException fault = await Assert.ThrowsAsync<DamagedFileException>(async () => await again.FindAsync(StoredThings.Tenant, "con"));
        Assert.Equal("acme/con=/manifest", fault.File);
        Assert.True(await again.DeleteAsync(StoredThings.Tenant, "con"));
        Assert.Null(await again.FindAsync(StoredThings.Tenant, "con"));
    }

    [Fact]
    public async Task A_deleted_collection_stays_deleted_and_leaves_no_file()
    {
        await using (EmbeddedVectorStore store = Open())
        {
            await WriteAsync(await StoredThings.OpenAsync(store));
            Assert.True(await store.DeleteAsync(StoredThings.Tenant, StoredThings.Name));
            Assert.False(await store.DeleteAsync(StoredThings.Tenant, StoredThings.Name));
        }
        Assert.Empty(Directory.EnumerateFiles(_folder.Find("acme"), "*", SearchOption.AllDirectories));
        await using EmbeddedVectorStore again = Open();
        Assert.Null(await again.FindAsync(StoredThings.Tenant, StoredThings.Name));
    }

    [Fact]
    public async Task Segments_and_compactions_come_by_themselves_and_snapshots_of_before_stay_readable()
    {
        await using EmbeddedVectorStore store = Open();
        EmbeddedVectorCollection things = (EmbeddedVectorCollection)await StoredThings.OpenAsync(store);
        await things.UpsertAsync([.. Enumerable.Range(0, 6000).Select(i => StoredThings.SmallRecord($"{i:0000}", i))]);
        await things.Files!.Tended;
        Assert.Equal(5, (await things.StatisticsAsync()).Segments);
        CollectionSnapshot before = things.Snapshot;

        await things.DeleteAsync([.. Enumerable.Range(0, 3000).Select(i => $"{i * 2:0000}")]);
        await things.Files.Tended;
        CollectionStatistics statistics = await things.StatisticsAsync();
        Assert.Equal((3000, 0, 2), (statistics.Records, statistics.DeadRecords, statistics.Segments));
        Assert.Equal(6000, before.Count(filter: null, now: 0));
        for (int i = 0; i < 6000; i += 7)
            Assert.Equal(i, before.Find($"{i:0000}", includeVectors: true, now: 0)!.Vectors["v"].Dense.Span[0]);
        Assert.Equal(3000, await things.CountAsync());
        Assert.Equal("0001", (await things.ScrollAsync(new ScrollQuery { Limit = 1 })).Records[0].Id);
    }

    [Fact]
    public async Task Compacting_at_request_goes_on_while_others_write()
    {
        await using EmbeddedVectorStore store = Open(Small with { MaintainsItself = false });
        IVectorCollection things = await StoredThings.OpenAsync(store);
        await things.UpsertAsync([.. Enumerable.Range(0, 5000).Select(i => StoredThings.SmallRecord($"old-{i:0000}", i))]);
        await things.DeleteAsync([.. Enumerable.Range(0, 1000).Select(i => $"old-{i:0000}")]);
        Task compacting = store.CompactAsync(things, cancellationToken: TestContext.Current.CancellationToken);
        for (int i = 0; i < 300 || !compacting.IsCompleted; i++)
        {
            await things.UpsertAsync(StoredThings.SmallRecord($"new-{i % 300:000}", i));
            await things.DeleteAsync([$"old-{1000 + (i % 300)}"]);
        }
        await compacting;
        Assert.Equal(5000 - 1000 - 300 + 300, (await StoreModel.ContentAsync(things)).Length);
        Assert.Empty(await store.VerifyAsync(cancellationToken: TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_batch_larger_than_a_record_of_the_log_is_there_as_a_whole()
    {
        const int Records = 2200, Dimension = 4096;
        using TemporaryFolder image = new();
        await using (EmbeddedVectorStore store = Open())
        {
            IVectorCollection wide = await store.CollectionAsync(StoredThings.Tenant, "wide", s => s.Dense("v", Dimension, Metric.Dot));
            await wide.UpsertAsync([.. Enumerable.Range(0, Records).Select(i => new VectorRecord($"{i}") { Vectors = { ["v"] = Wide(i) } })]);
            Copy(_folder.Path, image.Path);
        }
        await using EmbeddedVectorStore again = EmbeddedVectorStore.Open(image.Path, Small);
        IVectorCollection recovered = (await again.FindAsync(StoredThings.Tenant, "wide"))!;
        Assert.Equal(Records, await recovered.CountAsync());
        for (int i = 0; i < Records; i += 113)
            Assert.Equal(Wide(i), (await recovered.GetAsync($"{i}"))!.Vectors["v"].Dense.ToArray());

        static float[] Wide(int i) => [.. Enumerable.Range(0, Dimension).Select(d => (float)((i * 31) + d))];
    }

    [Theory]
    [InlineData(CommitMode.Interval)]
    [InlineData(CommitMode.None)]
    public async Task Other_commit_modes_keep_what_was_written_over_the_end_of_the_process(CommitMode mode)
    {
        using TemporaryFolder image = new();
        await using EmbeddedVectorStore store = Open(Small with { Commit = mode });
        IVectorCollection things = await StoredThings.OpenAsync(store);
        await things.UpsertAsync(StoredThings.SmallRecord("one", 1));
        Copy(_folder.Path, image.Path);
        await using EmbeddedVectorStore again = EmbeddedVectorStore.Open(image.Path, Small);
        Assert.NotNull(await (await StoredThings.OpenAsync(again)).GetAsync("one"));
    }

    [Fact]
    public async Task A_collection_of_a_later_release_is_refused_by_name()
    {
        await using EmbeddedVectorStore store = Open();
        await StoredThings.OpenAsync(store);
        await store.DisposeAsync();
        DiskFiles files = new(_folder.Path);
        CollectionFolder folder = new(StoredThings.Tenant.Value, StoredThings.Name);
        files.Delete(folder.Manifest);
        using (BlockFileWriter later = new(files, folder.Manifest, ManifestFile.Kind, ManifestFile.Version + 1))
            later.Finish();
        await using EmbeddedVectorStore again = Open();
        StorageException refusal = await Assert.ThrowsAsync<StorageException>(async () => await StoredThings.OpenAsync(again));
        Assert.Contains($"'{folder.Manifest}' has version 2, this release reads versions up to 1", refusal.Message);
    }

    [Fact]
    public void An_option_out_of_its_range_is_refused_by_name()
    {
        (string Field, EmbeddedStoreOptions Options)[] wrong =
        [
            ("options.commit", new() { Commit = (CommitMode)9 }),
            ("options.commit_interval", new() { CommitInterval = TimeSpan.Zero }),
            ("options.index_threads", new() { IndexThreads = 0 }),
            ("options.segment_bytes", new() { SegmentBytes = 1 }),
            ("options.checkpoint_log_bytes", new() { CheckpointLogBytes = 1 }),
        ];
        foreach ((string field, EmbeddedStoreOptions options) in wrong)
            Assert.Equal(field, Assert.Throws<VectorStoreException>(() => Open(options)).Field);
    }

    [Fact]
    public async Task A_closed_store_refuses_every_call()
    {
        EmbeddedVectorStore store = Open();
        IVectorCollection things = await StoredThings.OpenAsync(store);
        await store.DisposeAsync();
        await store.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await things.UpsertAsync(StoredThings.SmallRecord("one", 1)));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await StoredThings.OpenAsync(store));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.VerifyAsync());
    }

    [Fact]
    public async Task Graphs_are_there_after_the_next_opening_and_are_built_again_when_their_file_is_damaged_or_missing()
    {
        const int Records = 1500;
        Random random = new(1);
        float[] asked = Wide(random);
        VectorQuery query = new("v", asked) { K = 10 }, exact = new("v", asked) { K = 10, Exact = true };
        string[] expected, nearest;
        await using (EmbeddedVectorStore store = Open())
        {
            IVectorCollection wide = await WideAsync(store);
            await wide.UpsertAsync([.. Enumerable.Range(0, Records).Select(i => new VectorRecord($"{i:0000}") { Vectors = { ["v"] = Wide(random) } })]);
            await ((EmbeddedVectorCollection)wide).IndexedAsync(TestContext.Current.CancellationToken);
            Assert.Equal(Records, await IndexedAsync(wide));
            expected = await IdsAsync(wide, query);
            nearest = await IdsAsync(wide, exact);
        }

        await using (EmbeddedVectorStore store = Open())
        {
            IVectorCollection wide = await WideAsync(store);
            Assert.Equal(Records, await IndexedAsync(wide));
            Assert.Equal(expected, await IdsAsync(wide, query));
        }

        string file = Assert.Single(Directory.EnumerateFiles(_folder.Path, "*.graph", SearchOption.AllDirectories));
        byte[] graph = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        graph[graph.Length / 2] ^= 4;
        await File.WriteAllBytesAsync(file, graph, TestContext.Current.CancellationToken);
        await RebuildsAsync();
        File.Delete(Assert.Single(Directory.EnumerateFiles(_folder.Path, "*.graph", SearchOption.AllDirectories)));
        await RebuildsAsync();

        async Task RebuildsAsync()
        {
            List<StorageException> faults = [];
            await using EmbeddedVectorStore store = Open(Small with { BackgroundFault = faults.Add });
            IVectorCollection wide = await WideAsync(store);
            StorageException fault = Assert.Single(faults);
            Assert.EndsWith(".graph", fault.File);
            Assert.Equal(nearest, await IdsAsync(wide, exact));
            await ((EmbeddedVectorCollection)wide).IndexedAsync(TestContext.Current.CancellationToken);
            Assert.Equal(Records, await IndexedAsync(wide));
        }

        static async Task<string[]> IdsAsync(IVectorCollection wide, VectorQuery query) => [.. (await wide.SearchAsync(query)).Hits.Select(hit => hit.Id)];

        static async Task<long> IndexedAsync(IVectorCollection wide) => (await wide.StatisticsAsync()).Indexed["v"];

        static async Task<IVectorCollection> WideAsync(EmbeddedVectorStore store) =>
            await store.CollectionAsync(StoredThings.Tenant, "wide", s => s.Dense("v", 4096, Metric.Cosine));

        static float[] Wide(Random random) => [.. Enumerable.Range(0, 4096).Select(_ => random.NextSingle() - 0.5f)];
    }

    private static async Task WriteAsync(IVectorCollection things)
    {
        Random random = new(4);
        await things.UpsertAsync([.. Enumerable.Range(0, 2000).Select(i => StoredThings.SmallRecord($"many-{i:0000}", i))]);
        for (int i = 0; i < 40; i++)
            await things.UpsertAsync(StoredThings.Record(random, $"thing-{i % 30}"));
        await things.DeleteAsync(["many-0001", "thing-3"]);
        await things.UpdatePayloadAsync(Filter.Eq("word", "birch"), StoredThings.Payload(random));
    }

    private static void Copy(string from, string to)
    {
        foreach (string folder in Directory.EnumerateDirectories(from, "*", SearchOption.AllDirectories))
            Directory.CreateDirectory(Path.Combine(to, Path.GetRelativePath(from, folder)));
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)))
            File.Copy(file, Path.Combine(to, Path.GetRelativePath(from, file)));
    }

    private EmbeddedVectorStore Open(EmbeddedStoreOptions? options = null) => EmbeddedVectorStore.Open(_folder.Path, options ?? Small);
}
