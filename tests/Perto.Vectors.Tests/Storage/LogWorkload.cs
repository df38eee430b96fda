using Perto.Vectors.Storage;

namespace Perto.Vectors.Tests.Storage;

/// <summary>
/// Appends records to a log in groups whose batches are the same in every run: the first record of a group is being written while the others
/// are appended.
/// </summary>
internal sealed class LogWorkload
{
    public const string Folder = "films";
    private readonly SimulatedFiles _files;
    private readonly LogOptions _options;
    private readonly TimeProvider _time;
    private Gate? _gate;

    public LogWorkload(SimulatedFiles files, LogOptions options, TimeProvider time)
    {
        _files = files;
        _options = options;
        _time = time;
        files.Before = (_, _) =>
        {
            if (Interlocked.Exchange(ref _gate, null) is not { } gate)
                return;
            gate.Entered.SetResult();
            gate.Leave.Task.Wait();
        };
    }

    /// <summary>All that was appended, by sequence from 1, whether or not it was committed.</summary>
    public List<byte[]> Appended { get; init; } = [];

    /// <summary>The last sequence that somebody was told is committed.</summary>
    public long Acknowledged { get; set; }

    /// <summary>What the log's callback was told.</summary>
    public List<long> Committed { get; } = [];

    public WriteAheadLog Open(long nextNumber) =>
        WriteAheadLog.Open(_files, Folder, _options, _time, nextNumber, Appended.Count + 1, Committed.Add);

    /// <summary>Appends a group, and waits until it is committed.</summary>
    public async Task GroupAsync(WriteAheadLog log, Random random, int records)
    {
        var gate = new Gate();
        Volatile.Write(ref _gate, gate);
        Append(log, random);
        await gate.Entered.Task;
        try
        {
            for (int i = 1; i < records; i++)
                Append(log, random);
        }
        finally
        {
            gate.Leave.SetResult();
        }

        for (long sequence = Appended.Count - records + 1; sequence <= Appended.Count; sequence++)
        {
            await log.CommittedAsync(sequence);
            Acknowledged = sequence;
        }
    }

    /// <summary>Groups, a rotation in the midst, and the end.</summary>
    public async Task RunAsync(int seed, long nextNumber)
    {
        var random = new Random(seed);
        _files.CreateFolder(Folder);
        _files.SyncFolder("");
        WriteAheadLog log = Open(nextNumber);
        await GroupAsync(log, random, 1);
        await GroupAsync(log, random, 4);
        Assert.Equal(nextNumber + 1, await log.RotateAsync());
        await GroupAsync(log, random, 3);
        await GroupAsync(log, random, 2);
        await log.DisposeAsync();
    }

    private void Append(WriteAheadLog log, Random random)
    {
        byte[] payload = new byte[random.Next(4) switch { 0 => 0, 1 => random.Next(40), 2 => random.Next(700), _ => random.Next(12_000) }];
        random.NextBytes(payload);

        // A record is known before it is appended: what was appended in vain may survive.
        Appended.Add(payload);
        Assert.Equal(Appended.Count, log.Append(payload));
    }

    /// <summary>Holds the log's task at its first operation.</summary>
    private sealed class Gate
    {
        public TaskCompletionSource Entered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Leave { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
