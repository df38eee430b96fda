using System.Runtime.InteropServices;
using Perto.Testing;
using Perto.Vectors.Storage;

namespace Perto.Vectors.Tests.Storage;

public sealed class BlockFileTests
{
    private const string Name = "000001.segment";
    private const string Kind = "segment";

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(16_384 - 64)]
    [InlineData(16_384)]
    [InlineData(1_048_576 - 64)]
    [InlineData(3_000_001)]
    public void Sections_come_back_as_they_were_written(int length)
    {
        var files = new SimulatedFiles();
        byte[] bytes = Bytes(length, seed: 1);
        float[] floats = [.. Enumerable.Range(0, 5_000).Select(i => i * 0.5f)];
        Write(files, ("bytes", bytes), ("empty", []), ("floats", MemoryMarshal.AsBytes<float>(floats).ToArray()));

        using BlockFile file = BlockFile.Open(files, Name, Kind);
        Assert.Equal(3, file.Version);
        Assert.Equal(files.Length(Name), file.Length);
        Assert.Equal(["bytes", "empty", "floats"], file.Sections);
        Assert.True(file.Has("empty"));
        Assert.False(file.Has("codes"));
        Assert.Equal(bytes, file.Section("bytes").Span<byte>(0, length).ToArray());
        Assert.Equal(0, file.Section("empty").Length);
        Assert.Equal(floats, file.Section("floats").Span<float>(0, 5_000).ToArray());
        Assert.Equal(floats[4_000..4_010], file.Section("floats").Span<float>(4_000, 10).ToArray());
        file.VerifyAll(null, CancellationToken.None);
    }

    [Fact]
    public unsafe void Sections_begin_at_multiples_of_64()
    {
        var files = new SimulatedFiles();
        Write(files, ("a", [1]), ("b", [2, 3]), ("c", new byte[65]), ("d", [4]));
        using BlockFile file = BlockFile.Open(files, Name, Kind);
        foreach (string section in file.Sections)
            Assert.Equal(0, (long)file.Section(section).Pointer % 64);
    }

    [Fact]
    public void Values_that_are_written_in_pieces_are_one_section()
    {
        var files = new SimulatedFiles();
        double[] values = [.. Enumerable.Range(0, 300_000).Select(i => Math.Sqrt(i))];
        using (var writer = new BlockFileWriter(files, Name, Kind, version: 1))
        {
            writer.BeginSection("roots");
            for (int at = 0; at < values.Length; at += 70_001)
                writer.Write<double>(values.AsSpan(at, Math.Min(70_001, values.Length - at)));
            writer.EndSection();
            writer.Finish();
        }

        using BlockFile file = BlockFile.Open(files, Name, Kind);
        Assert.Equal(values, file.Section("roots").Span<double>(0, values.Length).ToArray());
    }

    [Fact]
    public void What_lies_outside_of_a_section_is_refused()
    {
        var files = new SimulatedFiles();
        Write(files, ("a", new byte[100]), ("b", new byte[100]));
        using BlockFile file = BlockFile.Open(files, Name, Kind);
        MappedSection section = file.Section("a");
        Assert.Throws<ArgumentOutOfRangeException>(() => section.Span<byte>(0, 101).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => section.Span<byte>(-1, 1).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => section.Span<byte>(100, 1).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => section.Span<byte>(50, -1).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => section.Span<long>(12, 1).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => section.Span<long>(long.MaxValue / 8, 8).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => section.Verify(1, 100));
        Assert.Equal(12, section.Span<long>(0, 12).Length);
        Assert.Equal(0, section.Span<byte>(100, 0).Length);
    }

    [Fact]
    public void A_flip_of_any_byte_is_found_by_verification_and_never_read()
    {
        var files = new SimulatedFiles();
        (string Name, byte[] Bytes)[] sections = [("codes", Bytes(17_000, 1)), ("empty", []), ("ids", Bytes(1_001, 2)), ("graph", Bytes(2_000, 3))];
        Write(files, sections);
        Random random = Seeds.Random();
        long length = files.Length(Name);
        int refusedToRead = 0;
        for (long offset = 0; offset < length; offset++)
        {
            byte xor = (byte)random.Next(1, 256);
            files.Flip(Name, offset, xor);
            DamagedFileException damage = Assert.Throws<DamagedFileException>(() =>
            {
                using BlockFile file = BlockFile.Open(files, Name, Kind);
                file.VerifyAll(null, CancellationToken.None);
            });
            Assert.Equal(Name, damage.File);
            refusedToRead += ReadsRightly(files, sections) ? 0 : 1;
            files.Flip(Name, offset, xor);
        }

        // Only what no reader looks at can be damaged without a reader being told: here the table's CRC is one value for each block.
        Assert.InRange(refusedToRead, 20_000, length);
        Assert.True(ReadsRightly(files, sections));
    }

    [Fact]
    public void A_file_that_is_cut_or_longer_is_damaged()
    {
        var files = new SimulatedFiles();
        Write(files, ("codes", Bytes(500, 1)));
        byte[] whole = Content(files);
        for (int length = 0; length < whole.Length; length++)
            Assert.Throws<DamagedFileException>(() => OpenHolding(whole.AsSpan(0, length).ToArray()));
        for (int more = 1; more < 200; more++)
            Assert.Throws<DamagedFileException>(() => OpenHolding([.. whole, .. new byte[more]]));
        Assert.Contains("was written with", Assert.Throws<DamagedFileException>(() => OpenHolding([.. new byte[64], .. whole])).Message);
    }

    [Fact]
    public void A_file_that_was_not_finished_is_damaged()
    {
        var files = new SimulatedFiles();
        using (var writer = new BlockFileWriter(files, Name, Kind, version: 1))
        {
            writer.BeginSection("codes");
            writer.Write(Bytes(2_000_000, 1));
            writer.EndSection();
        }

        Assert.Throws<DamagedFileException>(() => BlockFile.Open(files, Name, Kind));
    }

    [Fact]
    public void A_file_of_another_kind_or_without_a_section_is_told()
    {
        var files = new SimulatedFiles();
        Write(files, ("codes", [1]));
        Assert.Contains("'manifest' was expected", Assert.Throws<DamagedFileException>(() => BlockFile.Open(files, Name, "manifest")).Message);
        using BlockFile file = BlockFile.Open(files, Name, Kind);
        Assert.Contains("no such section", Assert.Throws<DamagedFileException>(() => file.Section("graph")).Message);
    }

    [Fact]
    public void Damage_is_told_with_file_section_and_place()
    {
        var files = new SimulatedFiles();
        Write(files, ("codes", Bytes(40_000, 1)), ("graph", Bytes(40_000, 2)));
        files.Flip(Name, 70_000, 1);
        using BlockFile file = BlockFile.Open(files, Name, Kind);

        MappedSection graph = file.Section("graph");
        Assert.Equal(Bytes(40_000, 2)[..10], graph.Span<byte>(0, 10).ToArray());
        DamagedFileException damage = Assert.Throws<DamagedFileException>(() => graph.Verify(0, graph.Length));
        Assert.Equal((Name, "graph", 65_536L), (damage.File, damage.Section, damage.Offset));
        Assert.Throws<DamagedFileException>(() => graph.Span<byte>(30_000, 1).Length);
        Assert.Throws<DamagedFileException>(() => graph.Span<byte>(30_000, 1).Length);
    }

    [Fact]
    public void Random_bytes_and_changed_files_are_damaged_or_read_rightly()
    {
        var files = new SimulatedFiles();
        (string Name, byte[] Bytes)[] sections = [("codes", Bytes(700, 1)), ("ids", Bytes(300, 2))];
        Write(files, sections);
        byte[] whole = Content(files);
        Random random = Seeds.Random();
        int damaged = 0;
        for (int i = 0; i < 5_000; i++)
        {
            byte[] bytes = [.. whole];
            int at = random.Next(bytes.Length);
            random.NextBytes(bytes.AsSpan(at, Math.Min(random.Next(1, 200), bytes.Length - at)));
            if (i % 4 == 0)
                random.NextBytes(bytes);
            damaged += ReadsRightly(Holding(bytes), sections) ? 0 : 1;
        }

        Assert.True(damaged > 4_000, $"{damaged} damaged");
    }

    [Fact]
    public async Task Many_threads_read_the_same_blocks()
    {
        var files = new SimulatedFiles();
        int[] values = [.. Enumerable.Range(0, 1_000_000)];
        Write(files, ("values", MemoryMarshal.AsBytes<int>(values).ToArray()));
        using BlockFile file = BlockFile.Open(files, Name, Kind);
        MappedSection section = file.Section("values");
        await Task.WhenAll(Enumerable.Range(0, 8).Select(thread => Task.Run(() =>
        {
            var random = new Random(thread);
            for (int i = 0; i < 5_000; i++)
            {
                int at = random.Next(values.Length - 300);
                int count = random.Next(300);
                Assert.True(section.Span<int>(at, count).SequenceEqual(values.AsSpan(at, count)));
            }
        })));
    }

    [Fact]
    public void Verification_reports_its_progress_and_can_be_cancelled()
    {
        var files = new SimulatedFiles();
        Write(files, ("codes", Bytes(100_000, 1)));
        using BlockFile file = BlockFile.Open(files, Name, Kind);
        var progress = new Steps();
        file.VerifyAll(progress, CancellationToken.None);
        Assert.Equal(progress.Reported.Order(), progress.Reported);
        Assert.Equal(file.Length, progress.Reported[^1]);
        Assert.True(progress.Reported.Count > 6);
        Assert.Throws<OperationCanceledException>(() => file.VerifyAll(null, new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Sections_are_written_one_after_the_other_and_each_name_once()
    {
        using var writer = new BlockFileWriter(new SimulatedFiles(), Name, Kind, version: 1);
        Assert.Throws<InvalidOperationException>(() => writer.Write([1]));
        Assert.Throws<InvalidOperationException>(writer.EndSection);
        writer.BeginSection("a");
        Assert.Throws<InvalidOperationException>(() => writer.BeginSection("b"));
        Assert.Throws<InvalidOperationException>(writer.Finish);
        writer.EndSection();
        Assert.Throws<ArgumentException>(() => writer.BeginSection("a"));
        Assert.Throws<ArgumentException>(() => writer.BeginSection(""));
        writer.Finish();
        Assert.Throws<InvalidOperationException>(() => writer.BeginSection("c"));
        Assert.Throws<InvalidOperationException>(writer.Finish);
    }

    [Fact]
    public void A_finished_file_survives_a_loss_of_power_when_its_folder_was_synced()
    {
        var files = new SimulatedFiles();
        byte[] bytes = Bytes(30_000, 1);
        Write(files, ("codes", bytes));
        files.SyncFolder("");
        for (int seed = 0; seed < 10; seed++)
            Assert.True(ReadsRightly(files.Restart(seed), [("codes", bytes)]));
    }

    private static bool ReadsRightly(IFiles files, (string Name, byte[] Bytes)[] sections)
    {
        try
        {
            using BlockFile file = BlockFile.Open(files, Name, Kind);
            foreach ((string name, byte[] bytes) in sections)
                Assert.True(file.Section(name).Span<byte>(0, bytes.Length).SequenceEqual(bytes));
            return true;
        }
        catch (DamagedFileException)
        {
            return false;
        }
    }

    private static void Write(IFiles files, params (string Name, byte[] Bytes)[] sections)
    {
        using var writer = new BlockFileWriter(files, Name, Kind, version: 3);
        foreach ((string name, byte[] bytes) in sections)
        {
            writer.BeginSection(name);
            writer.Write(bytes);
            writer.EndSection();
        }

        writer.Finish();
    }

    private static byte[] Bytes(int count, int seed)
    {
        byte[] bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private static byte[] Content(SimulatedFiles files)
    {
        byte[] bytes = new byte[files.Length(Name)];
        using IFile file = files.Open(Name);
        Assert.Equal(bytes.Length, file.Read(0, bytes));
        return bytes;
    }

    private static void OpenHolding(byte[] bytes) => BlockFile.Open(Holding(bytes), Name, Kind).Dispose();

    private static SimulatedFiles Holding(byte[] bytes)
    {
        var files = new SimulatedFiles();
        using IFile file = files.Create(Name);
        file.Write(0, bytes);
        return files;
    }

    private sealed class Steps : IProgress<long>
    {
        public List<long> Reported { get; } = [];

        public void Report(long value) => Reported.Add(value);
    }
}
