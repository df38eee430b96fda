using Perto.Testing;
using Perto.Vectors.Storage;

namespace Perto.Vectors.Tests.Storage;

public sealed class WriteAheadLogTests
{
    [Fact]
    public async Task Records_come_back_in_order_across_files()
    {
        var files = new SimulatedFiles();
        LogWorkload workload = Workload(files, new LogOptions());
        await workload.RunAsync(seed: 1, nextNumber: 1);

        Replayed replayed = Replayed.From(files);
        replayed.Holds(workload);
        Assert.Equal(10, replayed.Payloads.Count);
        Assert.Equal(2, replayed.Result.LastNumber);
        Assert.Equal(1, replayed.Result.FirstSequence);
        Assert.False(replayed.Result.TornTail);
        Assert.Equal(files.Files(LogWorkload.Folder).Sum(name => files.Length(LogWorkload.Folder + "/" + name)), replayed.Result.Bytes);
    }

    [Fact]
    public void No_log_at_all_is_an_empty_one() =>
        Assert.Equal(new ReplayResult(0, 0, 0, 0, 0, TornTail: false), Replayed.From(new SimulatedFiles()).Result);

    [Fact]
    public async Task Many_who_wait_share_a_flush()
    {
        var files = new SimulatedFiles();
        files.CreateFolder(LogWorkload.Folder);
        using var flushing = new SemaphoreSlim(0);
        using var go = new SemaphoreSlim(0);
        files.Before = (kind, _) =>
        {
            if (kind == Operation.Create)
            {
                flushing.Release();
                go.Wait();
            }
        };
        var committed = new List<long>();
        await using WriteAheadLog log = WriteAheadLog.Open(files, LogWorkload.Folder, new LogOptions(), new ManualTimeProvider(), 1, 1, committed.Add);
        Task first = log.CommittedAsync(log.Append("first"u8));
        await flushing.WaitAsync();
        Task[] waiting = [.. Enumerable.Range(0, 8).Select(_ => log.CommittedAsync(log.Append("one of eight"u8)))];
        Assert.DoesNotContain(waiting, task => task.IsCompleted);
        Assert.Equal(9 * 48 - 8, (int)log.PendingBytes);
        go.Release();
        await Task.WhenAll([first, .. waiting]);

        // One for the header of the file, one for the first record, one for the eight.
        Assert.Equal(3, files.CountOf(Operation.Sync));
        Assert.Equal(3, files.CountOf(Operation.Write));
        Assert.Equal([1, 9], committed);
        Assert.Equal(0, log.PendingBytes);
    }

    [Fact]
    public async Task Eight_writers_at_once_get_all_their_records_committed()
    {
        var files = new SimulatedFiles();
        files.CreateFolder(LogWorkload.Folder);
        var turn = new Lock();
        long last = 0;
        WriteAheadLog log = WriteAheadLog.Open(files, LogWorkload.Folder, new LogOptions(), new ManualTimeProvider(), 1, 1, sequence => Volatile.Write(ref last, sequence));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (int i = 0; i < 200; i++)
            {
                long sequence;
                lock (turn)
                    sequence = log.Append([(byte)writer, (byte)i]);
                await log.CommittedAsync(sequence);
                Assert.True(Volatile.Read(ref last) >= sequence);
            }
        })));
        await log.DisposeAsync();

        List<byte[]> payloads = Replayed.From(files).Payloads;
        Assert.Equal(1_600, payloads.Count);
        foreach (IGrouping<byte, byte[]> writer in payloads.GroupBy(payload => payload[0]))
            Assert.Equal(Enumerable.Range(0, 200), writer.Select(payload => (int)payload[1]));
    }

    [Fact]
    public async Task What_is_committed_already_is_not_waited_for()
    {
        var files = new SimulatedFiles();
        LogWorkload workload = Workload(files, new LogOptions());
        files.CreateFolder(LogWorkload.Folder);
        await using WriteAheadLog log = workload.Open(nextNumber: 1);
        await workload.GroupAsync(log, Seeds.Random(), 2);

        Assert.Same(Task.CompletedTask, log.CommittedAsync(1));
        Assert.Same(Task.CompletedTask, log.CommittedAsync(2));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => log.CommittedAsync(3));
    }

    [Fact]
    public async Task A_failing_flush_breaks_the_log_for_good()
    {
        var files = new SimulatedFiles();
        LogWorkload workload = Workload(files, new LogOptions());
        files.CreateFolder(LogWorkload.Folder);
        WriteAheadLog log = workload.Open(nextNumber: 1);
        await workload.GroupAsync(log, Seeds.Random(), 2);
        int operations = files.Operations;
        files.FailAt(operations + 2, Fault.FailingSync);

        StorageException fault = await Assert.ThrowsAsync<StorageException>(() => workload.GroupAsync(log, Seeds.Random(), 3));
        Assert.Contains("0000000001.log", fault.Message);
        Assert.Contains("input/output error", fault.Message);
        Assert.NotNull(log.Fault);
        Assert.Throws<StorageException>(() => log.Append("more"u8));
        await Assert.ThrowsAsync<StorageException>(() => log.CommittedAsync(3));
        await Assert.ThrowsAsync<StorageException>(log.RotateAsync);
        Assert.Same(Task.CompletedTask, log.CommittedAsync(2));
        await log.DisposeAsync();

        // The disk would take more, and nobody asked it to.
        Assert.Equal(operations + 2, files.Operations);
        Assert.Equal([1, 2], workload.Committed);
    }

    [Fact]
    public async Task A_callback_that_throws_breaks_the_log_before_anybody_is_told()
    {
        var files = new SimulatedFiles();
        files.CreateFolder(LogWorkload.Folder);
        WriteAheadLog log = WriteAheadLog.Open(
            files, LogWorkload.Folder, new LogOptions(), new ManualTimeProvider(), 1, 1, _ => throw new InvalidOperationException("no"));
        StorageException fault = await Assert.ThrowsAsync<StorageException>(() => log.CommittedAsync(log.Append("x"u8)));
        Assert.IsType<InvalidOperationException>(fault.InnerException);
        await log.DisposeAsync();
    }

    [Fact]
    public async Task With_an_interval_the_disk_is_flushed_when_it_is_over()
    {
        var files = new SimulatedFiles();
        var time = new ManualTimeProvider();
        var options = new LogOptions { Mode = CommitMode.Interval, Interval = TimeSpan.FromSeconds(1) };
        var workload = new LogWorkload(files, options, time);
        files.CreateFolder(LogWorkload.Folder);
        WriteAheadLog log = workload.Open(nextNumber: 1);
        await workload.GroupAsync(log, Seeds.Random(), 2);
        await workload.GroupAsync(log, Seeds.Random(), 2);
        Assert.Equal(1, files.CountOf(Operation.Sync));

        var flushed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        files.Before = (kind, _) =>
        {
            if (kind == Operation.Sync)
                flushed.TrySetResult();
        };
        time.Advance(TimeSpan.FromMilliseconds(999));
        Assert.False(flushed.Task.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(1));
        await flushed.Task;
        await log.DisposeAsync();

        // The header, the interval, and the mark of the end: there was nothing else to flush.
        Assert.Equal(3, files.CountOf(Operation.Sync));
    }

    [Theory]
    [InlineData(CommitMode.Interval)]
    [InlineData(CommitMode.None)]
    public async Task Without_a_flush_for_each_commit_the_end_of_the_log_is_durable(CommitMode mode)
    {
        var files = new SimulatedFiles();
        LogWorkload workload = Workload(files, new LogOptions { Mode = mode });
        await workload.RunAsync(seed: 1, nextNumber: 1);
        for (int seed = 0; seed < 10; seed++)
            Assert.Equal(10, Replayed.From(files.Restart(seed)).Payloads.Count);
    }

    [Fact]
    public async Task A_rotation_without_records_makes_no_file()
    {
        var files = new SimulatedFiles();
        files.CreateFolder(LogWorkload.Folder);
        LogWorkload workload = Workload(files, new LogOptions());
        WriteAheadLog log = workload.Open(nextNumber: 4);
        Assert.Equal(5, await log.RotateAsync());
        Assert.Equal(6, await log.RotateAsync());
        await workload.GroupAsync(log, Seeds.Random(), 1);
        await log.DisposeAsync();
        Assert.Equal(["0000000006.log"], files.Files(LogWorkload.Folder));
        Replayed.From(files).Holds(workload);
    }

    [Fact]
    public async Task Files_before_a_number_are_deleted_and_no_others()
    {
        var files = new SimulatedFiles();
        files.CreateFolder(LogWorkload.Folder);
        LogWorkload workload = Workload(files, new LogOptions());
        await using WriteAheadLog log = workload.Open(nextNumber: 1);
        for (int i = 0; i < 3; i++)
        {
            await workload.GroupAsync(log, Seeds.Random(), 1);
            await log.RotateAsync();
        }

        await workload.GroupAsync(log, Seeds.Random(), 1);
        log.DeleteBefore(3);
        Assert.Equal(["0000000003.log", "0000000004.log"], files.Files(LogWorkload.Folder));
        log.DeleteBefore(100);
        Assert.Equal(["0000000004.log"], files.Files(LogWorkload.Folder));
    }

    [Fact]
    public async Task A_replay_begins_with_the_file_it_is_told()
    {
        var files = new SimulatedFiles();
        LogWorkload workload = Workload(files, new LogOptions());
        await workload.RunAsync(seed: 1, nextNumber: 1);
        var sequences = new List<long>();
        ReplayResult result = WriteAheadLog.Replay(files, LogWorkload.Folder, 2, (sequence, _) => sequences.Add(sequence));
        Assert.Equal([6, 7, 8, 9, 10], sequences);
        Assert.Equal(6, result.FirstSequence);
    }

    [Fact]
    public async Task A_log_that_is_disposed_takes_no_records()
    {
        var files = new SimulatedFiles();
        WriteAheadLog log = Workload(files, new LogOptions()).Open(nextNumber: 1);
        await log.DisposeAsync();
        await log.DisposeAsync();
        Assert.Throws<ObjectDisposedException>(() => log.Append("x"u8));
    }

    private static LogWorkload Workload(SimulatedFiles files, LogOptions options) => new(files, options, new ManualTimeProvider());
}
