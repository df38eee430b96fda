using System.Buffers.Binary;
using Perto.Testing;
using Perto.Vectors.Storage;

namespace Perto.Vectors.Tests.Storage;

public sealed class LogDamageTests
{
    private const string First = LogWorkload.Folder + "/0000000001.log";

    [Fact]
    public async Task A_flip_of_any_byte_of_a_closed_log_is_damage()
    {
        (SimulatedFiles files, _) = await WrittenAsync(closed: true);
        EveryFlipIsDamage(files);
    }

    [Fact]
    public async Task A_flip_of_any_byte_of_a_log_that_a_process_left_open_is_damage()
    {
        (SimulatedFiles files, _) = await WrittenAsync(closed: false);
        EveryFlipIsDamage(files);
    }

    [Fact]
    public async Task A_flip_in_a_file_that_is_not_the_last_is_damage()
    {
        (SimulatedFiles files, LogWorkload workload) = await WrittenAsync(closed: false);
        await using (WriteAheadLog log = workload.Open(nextNumber: 2))
            await workload.GroupAsync(log, Seeds.Random(), 1);
        EveryFlipIsDamage(files);
    }

    [Fact]
    public async Task A_log_that_ends_at_any_byte_gives_the_records_before_and_says_that_it_was_cut()
    {
        (SimulatedFiles files, LogWorkload workload) = await WrittenAsync(closed: false);
        byte[] whole = Content(files);
        int cuts = 0;
        for (int length = whole.Length; length >= 0; length--)
        {
            SimulatedFiles shorter = Holding(whole.AsSpan(0, length));
            Replayed replayed = Replayed.From(shorter);
            replayed.Holds(new LogWorkload(shorter, new LogOptions(), TimeProvider.System) { Appended = workload.Appended });
            Assert.Equal(replayed.Result.TornTail, replayed.Result.Bytes != length);
            Assert.Equal(replayed.Result.Bytes, shorter.Length(First));
            cuts += replayed.Result.TornTail ? 1 : 0;
            Assert.False(Replayed.From(shorter).Result.TornTail);
        }

        // Whole, without records, empty, and after each record the log is not torn.
        Assert.Equal(whole.Length + 1 - 2 - workload.Appended.Count, cuts);
    }

    [Fact]
    public async Task A_missing_file_in_the_midst_is_damage()
    {
        (SimulatedFiles files, LogWorkload workload) = await WrittenAsync(closed: true);
        for (long number = 2; number <= 3; number++)
        {
            await using WriteAheadLog log = workload.Open(number);
            await workload.GroupAsync(log, Seeds.Random(), 2);
        }

        Replayed.From(files).Holds(workload);
        files.Delete(LogWorkload.Folder + "/0000000002.log");
        Assert.Contains("is the next one", Assert.Throws<DamagedFileException>(() => Replayed.From(files)).Message);
    }

    [Fact]
    public async Task A_file_under_the_name_of_another_is_damage()
    {
        (SimulatedFiles files, _) = await WrittenAsync(closed: true);
        files.Rename(First, LogWorkload.Folder + "/0000000007.log");
        Assert.Contains("under another name", Assert.Throws<DamagedFileException>(() => Replayed.From(files)).Message);
    }

    [Fact]
    public async Task A_payload_that_looks_like_a_log_does_not_turn_a_torn_end_into_damage()
    {
        (SimulatedFiles other, _) = await WrittenAsync(closed: true);
        var files = new SimulatedFiles();
        files.CreateFolder(LogWorkload.Folder);
        var time = new ManualTimeProvider();
        time.Advance(TimeSpan.FromSeconds(1));
        WriteAheadLog log = WriteAheadLog.Open(files, LogWorkload.Folder, new LogOptions(), time, 1, 1, _ => { });
        await log.CommittedAsync(log.Append([.. Content(other), .. new byte[4_000]]));

        // The end of the record is lost, and two bytes of its beginning.
        byte[] torn = Content(files)[..^2_000];
        torn[LogFormat.HeaderBytes + 40] ^= 1;
        torn[LogFormat.HeaderBytes + 50] ^= 1;
        ReplayResult result = Replayed.From(Holding(torn)).Result;
        Assert.True(result.TornTail);
        Assert.Equal(0, result.Records);
    }

    [Fact]
    public async Task Two_lost_sectors_of_the_last_record_are_a_torn_end()
    {
        (SimulatedFiles files, LogWorkload workload) = await WrittenAsync(closed: false);
        byte[] torn = Content(files);
        torn.AsSpan(torn.Length - 1_500, 1_000).Clear();
        Replayed replayed = Replayed.From(Holding(torn));
        Assert.True(replayed.Result.TornTail);
        Assert.Equal(workload.Appended.Count - 1, replayed.Payloads.Count);
    }

    [Fact]
    public async Task A_large_torn_record_is_not_taken_for_one_flipped_byte()
    {
        // With one checksum of 32 bits, every second record of this size would have a byte that explains it by chance.
        for (int seed = 0; seed < 6; seed++)
        {
            var files = new SimulatedFiles();
            files.CreateFolder(LogWorkload.Folder);
            byte[] payload = new byte[8 << 20];
            new Random(seed).NextBytes(payload);
            WriteAheadLog log = WriteAheadLog.Open(files, LogWorkload.Folder, new LogOptions(), new ManualTimeProvider(), 1, 1, _ => { });
            await log.CommittedAsync(log.Append(payload));
            byte[] torn = Content(files);
            torn.AsSpan(4096, 4096).Clear();
            Assert.True(Replayed.From(Holding(torn)).Result.TornTail);
        }
    }

    [Fact]
    public void A_length_beyond_the_file_allocates_nothing_of_that_size()
    {
        byte[] bytes = new byte[LogFormat.HeaderBytes + LogFormat.SmallestFrame + 16];
        LogFormat.WriteHeader(bytes, number: 1, firstSequence: 1, salt: 5);
        Span<byte> frame = bytes.AsSpan(LogFormat.HeaderBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(frame, LogFormat.MaxPayloadBytes);
        BinaryPrimitives.WriteInt64LittleEndian(frame[8..], 1);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[4..], LogFormat.HeaderChecksum(frame, LogFormat.Seed(bytes)));
        SimulatedFiles files = Holding(bytes);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.True(Replayed.From(files).Result.TornTail);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Fact]
    public void Random_bytes_give_records_or_damage()
    {
        Random random = Seeds.Random();
        int damaged = 0, torn = 0;
        for (int i = 0; i < 4_000; i++)
        {
            byte[] bytes = new byte[random.Next(2_000)];
            random.NextBytes(bytes);
            if (bytes.Length >= LogFormat.HeaderBytes && i % 2 == 0)
                LogFormat.WriteHeader(bytes, number: 1, firstSequence: 1, salt: i);
            Count(bytes, ref damaged, ref torn);
        }

        Assert.True(damaged > 500 && torn > 500, $"{damaged} damaged, {torn} torn");
    }

    [Fact]
    public async Task A_log_with_bytes_changed_moved_removed_and_repeated_gives_its_records_or_damage()
    {
        (SimulatedFiles closed, LogWorkload workload) = await WrittenAsync(closed: true);
        byte[] whole = Content(closed);
        Random random = Seeds.Random();
        int damaged = 0, torn = 0;
        for (int i = 0; i < 3_000; i++)
        {
            List<byte> bytes = [.. whole];
            for (int changes = random.Next(1, 4); changes > 0; changes--)
                Mutate(bytes, random);
            foreach (byte[] payload in Count([.. bytes], ref damaged, ref torn))
                Assert.Contains(workload.Appended, appended => appended.AsSpan().SequenceEqual(payload));
        }

        Assert.True(damaged > 500 && torn > 100, $"{damaged} damaged, {torn} torn");
    }

    private static void EveryFlipIsDamage(SimulatedFiles files)
    {
        Random random = Seeds.Random();
        long length = files.Length(First);
        for (long offset = 0; offset < length; offset++)
        {
            byte xor = (byte)random.Next(1, 256);
            files.Flip(First, offset, xor);
            DamagedFileException damage = Assert.Throws<DamagedFileException>(() => Replayed.From(files));
            Assert.Equal(First, damage.File);
            Assert.InRange(damage.Offset, 0, offset);
            files.Flip(First, offset, xor);
        }

        Assert.False(Replayed.From(files).Result.TornTail);
    }

    private static void Mutate(List<byte> bytes, Random random)
    {
        int at = random.Next(bytes.Count);
        int count = Math.Min(random.Next(1, 300), bytes.Count - at);
        switch (random.Next(4))
        {
            case 0:
                bytes[at] = (byte)random.Next(256);
                break;
            case 1 when count < bytes.Count:
                bytes.RemoveRange(at, count);
                break;
            case 2:
                bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, count));
                break;
            default:
                for (int i = at; i < at + count; i++)
                    bytes[i] = 0;
                break;
        }
    }

    private static List<byte[]> Count(byte[] bytes, ref int damaged, ref int torn)
    {
        var payloads = new List<byte[]>();
        try
        {
            ReplayResult result = WriteAheadLog.Replay(Holding(bytes), LogWorkload.Folder, 1, (_, payload) => payloads.Add(payload.ToArray()));
            torn += result.TornTail ? 1 : 0;
        }
        catch (DamagedFileException)
        {
            damaged++;
        }

        return payloads;
    }

    private static async Task<(SimulatedFiles Files, LogWorkload Workload)> WrittenAsync(bool closed)
    {
        var files = new SimulatedFiles();
        files.CreateFolder(LogWorkload.Folder);
        var workload = new LogWorkload(files, new LogOptions(), new ManualTimeProvider());
        WriteAheadLog log = workload.Open(nextNumber: 1);
        await workload.GroupAsync(log, new Random(5), 1);
        await workload.GroupAsync(log, new Random(6), 3);

        // The last record is long enough to be torn.
        byte[] last = new byte[3_000];
        new Random(7).NextBytes(last);
        workload.Appended.Add(last);
        await log.CommittedAsync(log.Append(last));
        if (closed)
            await log.DisposeAsync();
        return (files, workload);
    }

    private static byte[] Content(SimulatedFiles files)
    {
        byte[] bytes = new byte[files.Length(First)];
        using IFile file = files.Open(First);
        Assert.Equal(bytes.Length, file.Read(0, bytes));
        return bytes;
    }

    private static SimulatedFiles Holding(ReadOnlySpan<byte> bytes)
    {
        var files = new SimulatedFiles();
        files.CreateFolder(LogWorkload.Folder);
        using IFile file = files.Create(First);
        file.Write(0, bytes);
        return files;
    }
}
