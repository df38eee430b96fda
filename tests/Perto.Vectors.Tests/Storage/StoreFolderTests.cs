using Perto.Testing;
using Perto.Vectors.Storage;

namespace Perto.Vectors.Tests.Storage;

public sealed class StoreFolderTests
{
    private static readonly CollectionFolder Things = new(StoredThings.Tenant.Value, StoredThings.Name);

    [Fact]
    public async Task A_folder_that_holds_other_things_is_refused_and_stays_as_it_is()
    {
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(folder.Find("src", "engine"));
        await File.WriteAllTextAsync(folder.Find("src", "engine", "program.cs"), "precious", TestContext.Current.CancellationToken);
        StorageException refusal = Assert.Throws<StorageException>(() => EmbeddedVectorStore.Open(folder.Path, StoredThings.Options));
        Assert.Equal("src", refusal.File);
        Assert.Contains("Give the store a folder of its own", refusal.Message);
        Assert.Equal(
            [folder.Find("src"), folder.Find("src", "engine"), folder.Find("src", "engine", "program.cs")],
            Directory.EnumerateFileSystemEntries(folder.Path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Whatever_others_put_into_the_folder_of_a_store_stays_there()
    {
        SimulatedFiles files = new();
        await using (EmbeddedVectorStore store = EmbeddedVectorStore.Open(files, StoredThings.Options))
            await (await StoredThings.OpenAsync(store)).UpsertAsync(StoredThings.SmallRecord("one", 1));
        files.CreateFolder("notes/mine");
        string[] others = ["notes/mine/a.txt", $"{Things.Path}/b.txt", $"{Things.Path}/7.txt"];
        foreach (string other in others)
            files.Create(other).Dispose();

        await using (EmbeddedVectorStore store = EmbeddedVectorStore.Open(files, StoredThings.Options))
        {
            Assert.NotNull(await (await StoredThings.OpenAsync(store)).GetAsync("one"));
            Assert.Empty(await store.NamesAsync(new TenantId("notes")));
            Assert.True(await store.DeleteAsync(StoredThings.Tenant, StoredThings.Name));
        }
        await EmbeddedVectorStore.Open(files, StoredThings.Options).DisposeAsync();
        Assert.All(others, other => Assert.True(files.Exists(other), other));
        Assert.Equal(["7.txt", "b.txt"], files.Files(Things.Path));
    }

    [Fact]
    public async Task A_collection_that_has_lost_its_manifest_is_told_and_kept_and_hinders_no_other()
    {
        SimulatedFiles files = new();
        await using (EmbeddedVectorStore store = EmbeddedVectorStore.Open(files, StoredThings.Options))
        {
            await (await StoredThings.OpenAsync(store)).UpsertAsync(StoredThings.SmallRecord("one", 1));
            await (await store.CollectionAsync(StoredThings.Tenant, "other", StoredThings.Schema)).UpsertAsync(StoredThings.SmallRecord("two", 2));
        }
        files.Delete(Things.Manifest);
        IReadOnlyList<string> left = files.Files(Things.Path);
        Assert.NotEmpty(left);

        await using EmbeddedVectorStore again = EmbeddedVectorStore.Open(files, StoredThings.Options);
        Assert.Equal([StoredThings.Name, "other"], await again.NamesAsync(StoredThings.Tenant));
        DamagedFileException damage = await Assert.ThrowsAsync<DamagedFileException>(() => StoredThings.OpenAsync(again));
        Assert.Equal(Things.Manifest, damage.File);
        Assert.Equal(Things.Manifest, Assert.Single(await again.VerifyAsync(cancellationToken: TestContext.Current.CancellationToken)).File);
        Assert.NotNull(await (await again.FindAsync(StoredThings.Tenant, "other"))!.GetAsync("two"));
        Assert.Equal(left, files.Files(Things.Path));
        Assert.True(await again.DeleteAsync(StoredThings.Tenant, StoredThings.Name));
        Assert.Equal(0, await (await StoredThings.OpenAsync(again)).CountAsync());
    }

    [Fact]
    public async Task A_loss_of_power_at_any_operation_of_a_deletion_leaves_the_collection_as_a_whole_or_nothing_of_it()
    {
        HashSet<int> found = [];
        for (int operation = 1; ; operation++)
        {
            SimulatedFiles files = new();
            EmbeddedVectorStore store = EmbeddedVectorStore.Open(files, StoredThings.Options);
            IVectorCollection things = await StoredThings.OpenAsync(store);
            await things.UpsertAsync([.. Enumerable.Range(0, 1100).Select(i => StoredThings.SmallRecord($"{i}", i))]);
            await store.CheckpointAsync(things);
            files.CrashAt(files.Operations + operation);
            try
            {
                await store.DeleteAsync(StoredThings.Tenant, StoredThings.Name);
                break;
            }
            catch (Exception fault) when (fault is StorageException or SimulatedCrashException)
            {
                Assert.True(files.Crashed);
            }
            for (int seed = 0; seed < 8; seed++)
            {
                await using EmbeddedVectorStore again = EmbeddedVectorStore.Open(files.Restart(seed), StoredThings.Options);
                IVectorCollection? left = await again.FindAsync(StoredThings.Tenant, StoredThings.Name);
                int records = left is null ? 0 : (int)await left.CountAsync();
                found.Add(records);
                await StoredThings.OpenAsync(again);
                Assert.Empty(await again.VerifyAsync(cancellationToken: TestContext.Current.CancellationToken));
            }
        }
        Assert.Equal([0, 1100], found.Order());
    }

    [Fact]
    public void A_file_of_the_log_that_is_made_while_orphans_are_looked_for_is_none()
    {
        SimulatedFiles files = new();
        files.CreateFolder(Things.Path);
        string[] orphans = [Things.Segment(3), LogFileName.Of(Things.Path, 4), Things.NewManifest];
        string[] kept = [LogFileName.Of(Things.Path, 5), LogFileName.Of(Things.Path, 6)];
        foreach (string file in orphans.Append(kept[0]))
            files.Create(file).Dispose();
        files.Listed = _ =>
        {
            if (!files.Exists(kept[1]))
                files.Create(kept[1]).Dispose();
        };
        Things.RemoveOrphans(files, Manifest(log: 5));
        Assert.All(orphans, file => Assert.False(files.Exists(file), file));
        Assert.All(kept, file => Assert.True(files.Exists(file), file));
    }

    [Fact]
    public async Task Verifying_a_collection_that_nobody_has_open_changes_nothing_of_what_a_crash_left()
    {
        SimulatedFiles running = new();
        EmbeddedVectorStore store = EmbeddedVectorStore.Open(running, StoredThings.Options);
        await (await StoredThings.OpenAsync(store)).UpsertAsync(StoredThings.SmallRecord("one", 1));
        SimulatedFiles files = running.RestartProcess();
        string log = Assert.Single(files.Files(Things.Path), LogFileName.IsLog);
        using (IFile torn = files.Open($"{Things.Path}/{log}"))
            torn.Write(torn.Length, [1, 2, 3]);
        long length = files.Length($"{Things.Path}/{log}");
        int operations = files.Operations;

        await using EmbeddedVectorStore again = EmbeddedVectorStore.Open(files, StoredThings.Options);
        Assert.Empty(await again.VerifyAsync(cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal(operations, files.Operations);
        Assert.Equal(length, files.Length($"{Things.Path}/{log}"));
        Assert.NotNull(await (await StoredThings.OpenAsync(again)).GetAsync("one"));
    }

    private static Manifest Manifest(long log) => new()
    {
        Tenant = StoredThings.Tenant.Value,
        Name = StoredThings.Name,
        Vectors = [],
        Payload = [],
        Generation = 1,
        RowsOfSegment = 1024,
        Version = 0,
        Segments = [],
        Dead = 0,
        Tombstones = 0,
        Graph = 0,
        Log = log,
        Sequence = 0,
    };
}
