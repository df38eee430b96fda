using Perto.Vectors.Storage;

namespace Perto.Vectors.Tests.Storage;

public sealed class StoreDamageTests
{
    private static readonly string Folder = new CollectionFolder(StoredThings.Tenant.Value, StoredThings.Name).Path;

    [Fact]
    public async Task Any_flipped_byte_of_a_closed_collection_is_found_and_never_gives_a_wrong_answer()
    {
        SimulatedFiles files = await FilesAsync(closes: true, many: 0);
        Assert.Equal(["manifest", "segment", "tombstones"], Kinds(files));
        await FlipAsync(files, step: 1);
    }

    [Fact]
    public async Task Any_flipped_byte_of_a_crashed_collection_is_found_and_never_gives_a_wrong_answer()
    {
        SimulatedFiles files = await FilesAsync(closes: false, many: 0);
        Assert.Equal(["log", "manifest", "segment", "tombstones"], Kinds(files));
        await FlipAsync(files, step: 1);
    }

    [Fact]
    public async Task Flipped_bytes_of_full_segments_are_found_when_they_are_read()
    {
        SimulatedFiles files = await FilesAsync(closes: true, many: 1100);
        Assert.Contains("graph", Kinds(files.Restart(0)));
        await FlipAsync(files, step: 397);
    }

    [Fact]
    public async Task Verifying_finds_a_missing_file_and_goes_on()
    {
        SimulatedFiles files = await FilesAsync(closes: true, many: 1100);
        string[] segments = [.. files.Files(Folder).Where(name => name.EndsWith(".segment", StringComparison.Ordinal)).Select(name => $"{Folder}/{name}")];
        foreach (string segment in segments)
            files.Delete(segment);
        await using EmbeddedVectorStore store = EmbeddedVectorStore.Open(files, StoredThings.Options);
        Assert.Equal(segments, (await store.VerifyAsync()).Select(problem => problem.File));
        await Assert.ThrowsAnyAsync<StorageException>(() => StoredThings.OpenAsync(store));
    }

    [Fact]
    public async Task Verifying_an_open_collection_reads_every_byte_while_it_is_written()
    {
        SimulatedFiles files = new();
        await using EmbeddedVectorStore store = EmbeddedVectorStore.Open(files, StoredThings.Options);
        IVectorCollection things = await StoredThings.OpenAsync(store);
        await things.UpsertAsync([.. Enumerable.Range(0, 1500).Select(i => StoredThings.SmallRecord($"{i}", i))]);
        List<long> told = [];
        Assert.Empty(await store.VerifyAsync(new Told(told.Add)));
        Assert.Equal(files.Files(Folder).Where(name => name.EndsWith(".segment", StringComparison.Ordinal)).Sum(name => files.Length($"{Folder}/{name}")), told[^1]);
        await things.UpsertAsync(StoredThings.SmallRecord("later", 1));
        Assert.Equal(1501, await things.CountAsync());
    }

    private static async Task FlipAsync(SimulatedFiles files, int step)
    {
        string[] expected = await ContentAsync(files.Restart(0));
        foreach (string name in files.Restart(0).Files(Folder).Select(name => $"{Folder}/{name}"))
        {
            long length = files.Restart(0).Length(name);
            for (long at = 0; at < length; at += step)
            {
                byte flip = (byte)(1 << (int)(at % 8));
                SimulatedFiles verified = files.Restart(0);
                verified.Flip(name, at, flip);
                await using (EmbeddedVectorStore store = EmbeddedVectorStore.Open(verified, StoredThings.Options))
                {
                    IReadOnlyList<StorageProblem> problems = await store.VerifyAsync();
                    Assert.True(problems.Any(problem => IsOf(problem.File, name)), $"byte {at} of '{name}': {string.Join("; ", problems)}");
                }

                SimulatedFiles opened = files.Restart(0);
                opened.Flip(name, at, flip);
                try
                {
                    Assert.Equal(expected, await ContentAsync(opened));
                }
                catch (StorageException fault)
                {
                    Assert.True(IsOf(fault.File, name), $"byte {at} of '{name}': {fault.Message}");
                }
            }
        }
    }

    private static bool IsOf(string file, string name) => file == name;

    private static async Task<string[]> ContentAsync(SimulatedFiles files)
    {
        await using EmbeddedVectorStore store = EmbeddedVectorStore.Open(files, StoredThings.Options);
        return await StoreModel.ContentAsync((await store.FindAsync(StoredThings.Tenant, StoredThings.Name))!);
    }

    private static async Task<SimulatedFiles> FilesAsync(bool closes, int many)
    {
        SimulatedFiles files = new();
        Random random = new(3);
        EmbeddedVectorStore store = EmbeddedVectorStore.Open(files, StoredThings.Options);
        IVectorCollection things = await StoredThings.OpenAsync(store);
        await things.UpsertAsync([.. Enumerable.Range(0, 5).Select(i => StoredThings.Record(random, $"thing-{i}"))]);
        if (many > 0)
            await things.UpsertAsync([.. Enumerable.Range(0, many).Select(i => StoredThings.SmallRecord($"many-{i}", i))]);
        await things.DeleteAsync(["thing-1"]);
        await store.CheckpointAsync(things);
        await things.UpsertAsync(StoredThings.Record(random, "thing-2"));
        await things.DeleteAsync(["thing-3"]);
        if (closes)
        {
            // Closing writes the graph that there is.
            await ((EmbeddedVectorCollection)things).IndexedAsync();
            await store.DisposeAsync();
        }

        // Once more, so that all is on the disk and nothing is left over.
        SimulatedFiles settled = files.RestartProcess();
        if (closes)
            await EmbeddedVectorStore.Open(settled, StoredThings.Options).DisposeAsync();
        settled.SyncFolder(Folder);
        return settled;
    }

    private static string[] Kinds(SimulatedFiles files) =>
        [.. files.Files(Folder).Select(name => name[(name.LastIndexOf('.') + 1)..]).Distinct().Order(StringComparer.Ordinal)];

    private sealed class Told(Action<long> tell) : IProgress<long>
    {
        public void Report(long value) => tell(value);
    }
}
