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
    private readonly SemaphoreSlim _entered = new(0);
    private readonly SemaphoreSlim _leave = new(0);
    private int _armed;

    public LogWorkload(SimulatedFiles files, LogOptions options, TimeProvider time)
    {
        _files = files;
        _options = options;
        _time = time;
        files.Before = (_, _) =>
        {
            if (Interlocked.Exchange(ref _armed, 0) == 0)
                return;
            _entered.Release();
            _leave.Wait();
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
        Volatile.Write(ref _armed, 1);
        Append(log, random);
        await _entered.WaitAsync();
        try
        {
            for (int i = 1; i < records; i++)
                Append(log, random);
        }
        finally
        {
            _leave.Release();
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
}
