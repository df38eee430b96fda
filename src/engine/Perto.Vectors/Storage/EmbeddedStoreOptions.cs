namespace Perto.Vectors.Storage;

/// <summary>How a durable <see cref="EmbeddedVectorStore"/> works.</summary>
public sealed record EmbeddedStoreOptions
{
    /// <summary>When a write counts as done.</summary>
    public CommitMode Commit { get; init; } = CommitMode.EveryCommit;

    /// <summary>
    /// Longest time between a write and the flush of the disk with <see cref="CommitMode.Interval"/>: above 0, at most a minute.
    /// </summary>
    public TimeSpan CommitInterval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Threads that build indexes: 1 to 1,024. All processors, if it is left out.</summary>
    public int IndexThreads { get; init; } = Environment.ProcessorCount;

    /// <summary>
    /// Bytes of vectors in a full segment, 1 MB to 1 GB: what a collection keeps in memory of its newest records. A segment has 8,192 to 65,536
    /// records, whatever this says. Collections keep what they were created with.
    /// </summary>
    public long SegmentBytes { get; init; } = SegmentSize.MostVectorBytes;

    /// <summary>Bytes of the log after which a checkpoint is made, 1 MB to 64 GB: what opening after a crash replays at most, about.</summary>
    /// <remarks>
    /// After a crash in the moment between the end of a compaction and its manifest, opening does the compaction again: it reads all live records of
    /// that collection into memory, and the first checkpoint gives it back.
    /// </remarks>
    public long CheckpointLogBytes { get; init; } = 256L << 20;

    /// <summary>
    /// Told what fails in the background: a checkpoint, a compaction. Nothing that was acknowledged is lost by it, and it is tried again;
    /// <see cref="IVectorCollection.HealthAsync"/> tells it too.
    /// </summary>
    public Action<StorageException>? BackgroundFault { get; init; }

    /// <summary>Rows of a segment, if they are not to be worked out. For tests: a power of two of at least 1,024.</summary>
    internal int? RowsOfSegment { get; init; }

    /// <summary>Whether checkpoints and compactions come by themselves. Tests do without, where they count operations.</summary>
    internal bool MaintainsItself { get; init; } = true;

    /// <exception cref="VectorStoreException">An option is out of its range.</exception>
    internal void Check()
    {
        const long Megabyte = 1L << 20, Gigabyte = 1L << 30;
        if (!Enum.IsDefined(Commit))
            throw new VectorStoreException("options.commit", Commit, string.Join(", ", Enum.GetNames<CommitMode>()));
        if (CommitInterval <= TimeSpan.Zero || CommitInterval > TimeSpan.FromMinutes(1))
            throw new VectorStoreException("options.commit_interval", CommitInterval, "above 0 and at most a minute");
        if (IndexThreads is < 1 or > 1024)
            throw new VectorStoreException("options.index_threads", IndexThreads, "1..1024");
        if (SegmentBytes is < Megabyte or > Gigabyte)
            throw new VectorStoreException("options.segment_bytes", SegmentBytes, $"{Megabyte}..{Gigabyte}");
        if (CheckpointLogBytes is < Megabyte or > 64 * Gigabyte)
            throw new VectorStoreException("options.checkpoint_log_bytes", CheckpointLogBytes, $"{Megabyte}..{64 * Gigabyte}");
    }
}
