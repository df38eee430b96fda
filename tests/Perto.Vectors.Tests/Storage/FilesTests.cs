using Perto.Testing;
using Perto.Vectors.Storage;

namespace Perto.Vectors.Tests.Storage;

/// <summary>What files do, on a disk and simulated: a test that passes on the one says something about the other.</summary>
public abstract class FilesTests
{
    private protected abstract IFiles Files { get; }

    [Fact]
    public void What_is_written_is_read_and_mapped()
    {
        using (IFile file = Files.Create("a"))
        {
            file.Write(5, [1, 2, 3]);
            file.Write(0, [9]);
            Assert.Equal(8, file.Length);
            byte[] read = new byte[20];
            Assert.Equal(8, file.Read(0, read));
            Assert.Equal([9, 0, 0, 0, 0, 1, 2, 3], read[..8]);
            Assert.Equal(2, file.Read(6, read));
            Assert.Equal(0, file.Read(8, read));
            Assert.Equal(0, file.Read(80, read));
            file.SetLength(6);
            file.SetLength(10);
            file.Sync();
        }

        Assert.Equal(10, Files.Length("a"));
        Assert.Equal([9, 0, 0, 0, 0, 1, 0, 0, 0, 0], Mapped("a"));
        using (IFile again = Files.Open("a"))
            again.Write(0, [7]);
        Assert.Equal(7, Mapped("a")[0]);
    }

    [Fact]
    public void An_empty_file_is_mapped()
    {
        Files.Create("a").Dispose();
        Assert.Empty(Mapped("a"));
    }

    [Fact]
    public void Folders_are_made_listed_in_ordinal_order_and_deleted()
    {
        Assert.Empty(Files.Files("no/such"));
        Assert.Empty(Files.Folders("no/such"));
        Files.CreateFolder("t/b");
        Files.CreateFolder("t/b");
        Files.CreateFolder("t/B");
        foreach (string name in (string[])["t/b/z", "t/b/Z", "t/b/a1", "top"])
            Files.Create(name).Dispose();
        Assert.Equal(["B", "b"], Files.Folders("t"));
        Assert.Equal(["Z", "a1", "z"], Files.Files("t/b"));
        Assert.Equal(["t"], Files.Folders(""));
        Assert.Equal(["top"], Files.Files(""));
        Assert.Empty(Files.Files("t"));

        Files.DeleteFolder("t");
        Files.DeleteFolder("t");
        Assert.Empty(Files.Folders(""));
        Assert.False(Files.Exists("t/b/z"));
        Assert.True(Files.Exists("top"));
    }

    [Fact]
    public void A_rename_replaces()
    {
        Files.CreateFolder("f");
        Fill("a", 1);
        Fill("f/b", 2);
        Files.Rename("a", "f/b");
        Files.SyncFolder("f");
        Assert.False(Files.Exists("a"));
        Assert.Equal([1], Mapped("f/b"));
    }

    [Fact]
    public void What_was_deleted_is_gone_and_nothing_is_nothing_to_delete()
    {
        Fill("a", 1);
        Files.Delete("a");
        Files.Delete("a");
        Files.Delete("no/such");
        Files.SyncFolder("");
        Assert.False(Files.Exists("a"));
    }

    [Fact]
    public void A_mapped_file_outlives_its_name()
    {
        Fill("a", 1);
        using IMappedFile map = Files.Map("a");
        Fill("b", 2);
        Files.Rename("b", "a");
        Assert.Equal([1], Copy(map));
        Assert.Equal([2], Mapped("a"));
    }

    [Fact]
    public void What_is_missing_or_there_already_is_told_by_name()
    {
        Fill("a", 1);
        Assert.Contains("'a'", Assert.Throws<StorageException>(() => Files.Create("a")).Message);
        Assert.Contains("'b'", Assert.Throws<StorageException>(() => Files.Open("b")).Message);
        Assert.Contains("'b'", Assert.Throws<StorageException>(() => Files.Map("b")).Message);
        Assert.Contains("'b'", Assert.Throws<StorageException>(() => Files.Length("b")).Message);
        Assert.Contains("'b'", Assert.Throws<StorageException>(() => Files.Rename("b", "c")).Message);
        Assert.Throws<StorageException>(() => Files.Create("no/such"));
        Assert.Throws<StorageException>(() => Files.SyncFolder("no"));
        Assert.False(Files.Exists("b"));
    }

    [Theory]
    [InlineData("../a")]
    [InlineData("a/../../b")]
    [InlineData("/etc/a")]
    [InlineData("a//b")]
    [InlineData("a/")]
    [InlineData("./a")]
    [InlineData("a\\b")]
    [InlineData("C:a")]
    [InlineData("a\0")]
    public void A_name_that_leads_elsewhere_is_refused(string name)
    {
        Assert.Throws<ArgumentException>(() => Files.Create(name));
        Assert.Throws<ArgumentException>(() => Files.Delete(name));
        Assert.Throws<ArgumentException>(() => Files.Files(name));
        Assert.Throws<ArgumentException>(() => Files.Rename("a", name));
    }

    [Fact]
    public void A_lock_has_one_owner_at_a_time()
    {
        using (Files.Lock("owner"))
        {
            StorageException refusal = Assert.Throws<StorageException>(() => Files.Lock("owner"));
            Assert.Contains("this process", refusal.Message);
            using IDisposable other = Files.Lock("another");
        }

        Files.Lock("owner").Dispose();
        Assert.Equal(["another", "owner"], Files.Files(""));
    }

    private protected void Fill(string name, byte value)
    {
        using IFile file = Files.Create(name);
        file.Write(0, [value]);
    }

    private byte[] Mapped(string name)
    {
        using IMappedFile map = Files.Map(name);
        return Copy(map);
    }

    private static unsafe byte[] Copy(IMappedFile map) => new ReadOnlySpan<byte>(map.Pointer, (int)map.Length).ToArray();
}

public sealed class SimulatedFilesTests : FilesTests
{
    private protected override IFiles Files { get; } = new SimulatedFiles();

    [Fact]
    public void What_was_synced_survives_and_the_rest_may()
    {
        int unsynced = 0, renamed = 0, unlisted = 0;
        for (int seed = 0; seed < 200; seed++)
        {
            var files = new SimulatedFiles();
            using IFile file = files.Create("a");
            file.Write(0, new byte[10_000]);
            file.Sync();
            files.SyncFolder("");
            file.Write(5_000, Enumerable.Repeat((byte)1, 10_000).ToArray());
            files.Create("b").Dispose();
            files.Rename("a", "c");

            SimulatedFiles after = files.Restart(seed);
            string name = Assert.Single(after.Files(""), found => found is "a" or "c");
            using IFile survivor = after.Open(name);
            byte[] bytes = new byte[20_000];
            int length = survivor.Read(0, bytes);
            Assert.InRange(length, 10_000, 15_000);
            Assert.DoesNotContain<byte>(1, bytes[..5_000]);
            unsynced += bytes.Contains((byte)1) ? 1 : 0;
            renamed += name == "c" ? 1 : 0;
            unlisted += after.Exists("b") ? 0 : 1;
            Assert.Throws<SimulatedCrashException>(() => files.Exists("a"));
        }

        Assert.InRange(unsynced, 20, 180);
        Assert.InRange(renamed, 20, 180);
        Assert.InRange(unlisted, 20, 180);
    }

    [Fact]
    public void The_same_seed_leaves_the_same()
    {
        byte[] Survivor(int seed)
        {
            var files = new SimulatedFiles();
            using IFile file = files.Create("a");
            files.SyncFolder("");
            for (int i = 1; i < 20; i++)
                file.Write(i * 700, Enumerable.Repeat((byte)i, 3_000).ToArray());
            byte[] bytes = new byte[20_000];
            _ = files.Restart(seed).Open("a").Read(0, bytes);
            return bytes;
        }

        Assert.Equal(Survivor(3), Survivor(3));
        Assert.True(Enumerable.Range(0, 20).Select(seed => Convert.ToHexString(Survivor(seed))).Distinct().Count() > 5);
    }

    [Fact]
    public void What_a_failed_sync_forgot_is_not_made_durable_by_the_next()
    {
        int lost = 0;
        for (int seed = 0; seed < 50; seed++)
        {
            var files = new SimulatedFiles();
            using IFile file = files.Create("a");
            files.SyncFolder("");
            file.Write(0, [1]);
            files.FailAt(4, Fault.FailingSync);
            Assert.Throws<StorageException>(file.Sync);
            file.Sync();
            lost += files.Restart(seed).Length("a") == 0 ? 1 : 0;
        }

        Assert.InRange(lost, 5, 45);
    }

    [Fact]
    public void A_short_write_leaves_its_first_half()
    {
        var files = new SimulatedFiles();
        using IFile file = files.Create("a");
        files.FailAt(2, Fault.ShortWrite);
        Assert.Contains("no space", Assert.Throws<StorageException>(() => file.Write(0, [1, 2, 3, 4])).Message);
        Assert.Equal(2, file.Length);
    }
}

public sealed class DiskFilesTests : FilesTests, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public DiskFilesTests() => Files = new DiskFiles(_folder.Find("deep", "store"));

    private protected override IFiles Files { get; }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_root_is_made()
    {
        Assert.True(Directory.Exists(_folder.Find("deep", "store")));
        File.WriteAllText(_folder.Find("file"), "x");
        Assert.Contains("cannot be made", Assert.Throws<StorageException>(() => new DiskFiles(_folder.Find("file", "store"))).Message);
    }

    [Fact]
    public void Another_process_that_holds_the_lock_is_named()
    {
        // What another process would leave in the file; the lock itself is this test's own handle.
        string path = _folder.Find("deep", "store", "owner");
        File.WriteAllText(path, "4194999\n");
        using (new FileStream(path, FileMode.Open, FileAccess.ReadWrite, OperatingSystem.IsWindows() ? FileShare.Read : FileShare.None))
            Assert.Contains("process 4194999", Assert.Throws<StorageException>(() => Files.Lock("owner")).Message);

        // The file alone holds nobody out.
        using IDisposable held = Files.Lock("owner");
        Assert.Contains($"({Environment.ProcessId})", Assert.Throws<StorageException>(() => Files.Lock("owner")).Message);
    }

    [Fact]
    public void The_mapping_of_an_object_that_nobody_holds_is_given_back()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("the mappings of a process are listed on Linux");
        Fill("collected", 1);
        Forget();
        for (int i = 0; i < 10 && Maps().Contains("collected"); i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.DoesNotContain("collected", Maps());

        static string Maps() => File.ReadAllText("/proc/self/maps");

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        void Forget()
        {
            IMappedFile map = Files.Map("collected");
            Assert.Contains("collected", Maps());
            GC.KeepAlive(map);
        }
    }

    [Fact]
    public void A_block_file_and_a_log_work_on_a_disk()
    {
        using (var writer = new BlockFileWriter(Files, "a.tmp", "segment", version: 1))
        {
            writer.BeginSection("values");
            writer.Write<int>(Enumerable.Range(0, 400_000).ToArray());
            writer.EndSection();
            writer.Finish();
        }

        Files.Rename("a.tmp", "a");
        Files.SyncFolder("");
        using BlockFile file = BlockFile.Open(Files, "a", "segment");
        Assert.Equal(399_999, file.Section("values").Span<int>(399_999, 1)[0]);
        file.VerifyAll(null, CancellationToken.None);
    }

    [Theory]
    [InlineData(CommitMode.EveryCommit)]
    [InlineData(CommitMode.Interval)]
    [InlineData(CommitMode.None)]
    public async Task A_log_works_on_a_disk(CommitMode mode)
    {
        Files.CreateFolder(LogWorkload.Folder);
        await using (WriteAheadLog log = WriteAheadLog.Open(Files, LogWorkload.Folder, new LogOptions { Mode = mode }, TimeProvider.System, 1, 1, _ => { }))
        {
            for (int i = 0; i < 50; i++)
                log.Append(new byte[i]);
            await log.CommittedAsync(50);
            Assert.Equal(2, await log.RotateAsync());
            await log.CommittedAsync(log.Append(new byte[50]));
        }

        using (IFile file = Files.Open(LogWorkload.Folder + "/0000000002.log"))
            file.SetLength(file.Length - 40);
        Replayed replayed = Replayed.From(Files);
        Assert.True(replayed.Result.TornTail);
        Assert.Equal(Enumerable.Range(0, 50), replayed.Payloads.Select(payload => payload.Length));
    }

    [Theory]
    [InlineData(28, "no space")]
    [InlineData(30, "read-only")]
    [InlineData(5, "something else")]
    public void The_failures_of_the_system_are_told_in_words(int error, string words)
    {
        StorageException failure = DiskFault.Of("a", "cannot be written", new IOException("something else.", error));
        Assert.Contains(words, failure.Message);
        Assert.StartsWith("'a' cannot be written: ", failure.Message);
        Assert.Contains("permission", DiskFault.Of("a", "cannot be written", new UnauthorizedAccessException()).Message);
    }
}
