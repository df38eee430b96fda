using Perto.Testing;
using Perto.Vectors.Storage;

namespace Perto.Vectors.Tests.Storage;

public sealed class LogCrashTests
{
    private const int Seeds = 40;

    [Theory]
    [InlineData(CommitMode.EveryCommit)]
    [InlineData(CommitMode.Interval)]
    [InlineData(CommitMode.None)]
    public async Task A_loss_of_power_at_any_operation_loses_no_record_that_is_durable(CommitMode mode)
    {
        int torn = 0;
        int operations = await CountAsync(mode);
        for (int operation = 1; operation <= operations; operation++)
        {
            for (int seed = 0; seed < Seeds; seed++)
            {
                var files = new SimulatedFiles();
                files.CrashAt(operation);
                var workload = new LogWorkload(files, new LogOptions { Mode = mode }, new ManualTimeProvider());
                await RunUntilItBreaksAsync(workload, files);

                // Without a flush for each commit, the operating system had the record and the disk need not.
                if (mode != CommitMode.EveryCommit)
                    workload.Acknowledged = 0;
                SimulatedFiles survivors = files.Restart(seed);
                Replayed replayed = Replayed.From(survivors);
                replayed.Holds(workload);
                torn += replayed.Result.TornTail ? 1 : 0;
                await GoesOnAsync(survivors, replayed, seed);
            }
        }

        // The simulated disk did tear.
        Assert.True(torn > 15, $"{torn} torn ends");
    }

    [Theory]
    [InlineData(CommitMode.EveryCommit)]
    [InlineData(CommitMode.Interval)]
    [InlineData(CommitMode.None)]
    public async Task The_end_of_the_process_at_any_operation_loses_no_acknowledged_record(CommitMode mode)
    {
        int operations = await CountAsync(mode);
        for (int operation = 1; operation <= operations; operation++)
        {
            var files = new SimulatedFiles();
            files.CrashAt(operation);
            var workload = new LogWorkload(files, new LogOptions { Mode = mode }, new ManualTimeProvider());
            await RunUntilItBreaksAsync(workload, files);

            SimulatedFiles next = files.RestartProcess();
            Replayed replayed = Replayed.From(next);
            replayed.Holds(workload);

            // What was replayed has to survive a loss of power, because it will not be written again.
            LogWorkload second = GoingOn(next, replayed);
            next.CreateFolder(LogWorkload.Folder);
            next.SyncFolder("");
            WriteAheadLog log = second.Open(replayed.Result.LastNumber + 1);
            await second.GroupAsync(log, new Random(operation), 3);
            for (int seed = 0; seed < Seeds; seed++)
                Replayed.From(next.Restart(seed)).Holds(second);
        }
    }

    [Fact]
    public async Task A_loss_of_power_at_any_operation_of_the_replay_loses_nothing_either()
    {
        int operations = await CountAsync(CommitMode.EveryCommit);
        for (int operation = 1; operation <= operations; operation++)
        {
            for (int seed = 0; seed < 8; seed++)
            {
                for (int second = 1; second <= 8; second++)
                {
                    var files = new SimulatedFiles();
                    files.CrashAt(operation);
                    var workload = new LogWorkload(files, new LogOptions(), new ManualTimeProvider());
                    await RunUntilItBreaksAsync(workload, files);
                    SimulatedFiles survivors = files.Restart(seed);
                    survivors.CrashAt(second);
                    LogWorkload latest = workload;
                    try
                    {
                        Replayed first = Replayed.From(survivors);
                        first.Holds(workload);
                        latest = GoingOn(survivors, first);
                        await RunUntilItBreaksAsync(latest, survivors, first.Result.LastNumber + 1);
                    }
                    catch (SimulatedCrashException)
                    {
                        // The replay itself was hit.
                    }

                    Replayed.From(survivors.Restart(seed + second)).Holds(latest);
                }
            }
        }
    }

    [Theory]
    [InlineData(Fault.InputOutput)]
    [InlineData(Fault.NoSpace)]
    [InlineData(Fault.ShortWrite)]
    [InlineData(Fault.FailingSync)]
    internal async Task A_failure_of_any_operation_breaks_the_log_and_nothing_that_was_acknowledged(Fault fault)
    {
        int operations = await CountAsync(CommitMode.EveryCommit);
        for (int operation = 3; operation <= operations; operation++)
        {
            for (int seed = 0; seed < Seeds; seed++)
            {
                var files = new SimulatedFiles();
                files.FailAt(operation, fault);
                var workload = new LogWorkload(files, new LogOptions(), new ManualTimeProvider());
                StorageException failure = await Assert.ThrowsAnyAsync<StorageException>(() => workload.RunAsync(seed, nextNumber: 1));
                Assert.Contains("takes no more records", failure.Message);
                Assert.IsType<StorageException>(failure.InnerException);
                Replayed.From(files.Restart(seed)).Holds(workload);
            }
        }
    }

    [Fact]
    public async Task What_a_failed_flush_forgot_and_a_replay_found_in_memory_is_durable_after_the_replay()
    {
        int found = 0;
        int operations = await CountAsync(CommitMode.EveryCommit);
        for (int operation = 3; operation <= operations; operation++)
        {
            var files = new SimulatedFiles();
            files.FailAt(operation, Fault.FailingSync);
            var workload = new LogWorkload(files, new LogOptions(), new ManualTimeProvider());
            await Assert.ThrowsAnyAsync<StorageException>(() => workload.RunAsync(seed: 1, nextNumber: 1));

            SimulatedFiles next = files.RestartProcess();
            Replayed replayed = Replayed.From(next);
            replayed.Holds(workload);
            found += replayed.Payloads.Count > workload.Acknowledged ? 1 : 0;
            LogWorkload second = GoingOn(next, replayed);
            await second.RunAsync(seed: 2, replayed.Result.LastNumber + 1);
            for (int seed = 0; seed < Seeds; seed++)
                Replayed.From(next.Restart(seed)).Holds(second);
        }

        // Some of the records were in memory only.
        Assert.True(found > 2, $"{found} replays found more than was acknowledged");
    }

    private static async Task<int> CountAsync(CommitMode mode)
    {
        var files = new SimulatedFiles();
        var workload = new LogWorkload(files, new LogOptions { Mode = mode }, new ManualTimeProvider());
        await workload.RunAsync(seed: 1, nextNumber: 1);
        Assert.Equal(10, workload.Acknowledged);
        Assert.Equal(workload.Committed.Order(), workload.Committed);
        return files.Operations;
    }

    private static async Task RunUntilItBreaksAsync(LogWorkload workload, SimulatedFiles files, long nextNumber = 1)
    {
        try
        {
            await workload.RunAsync(seed: 1, nextNumber);
            Assert.Fail("the crash was planned within the workload");
        }
        catch (SimulatedCrashException)
        {
        }
        catch (StorageException fault)
        {
            Assert.IsType<SimulatedCrashException>(fault.InnerException);
        }

        Assert.True(files.Crashed);
    }

    private static LogWorkload GoingOn(SimulatedFiles files, Replayed replayed) =>
        new(files, new LogOptions(), new ManualTimeProvider()) { Appended = [.. replayed.Payloads], Acknowledged = replayed.Payloads.Count };

    /// <summary>A new log goes on where the old one ended, and a second replay gives both.</summary>
    private static async Task GoesOnAsync(SimulatedFiles files, Replayed replayed, int seed)
    {
        LogWorkload workload = GoingOn(files, replayed);
        await workload.RunAsync(seed, replayed.Result.LastNumber + 1);
        Replayed again = Replayed.From(files);
        again.Holds(workload);
        Assert.Equal(workload.Appended.Count, again.Payloads.Count);
    }
}
