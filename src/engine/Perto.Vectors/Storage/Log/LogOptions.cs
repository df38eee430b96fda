namespace Perto.Vectors.Storage;

/// <summary>How a <see cref="WriteAheadLog"/> commits.</summary>
internal sealed record LogOptions
{
    /// <summary>When a record counts as committed.</summary>
    public CommitMode Mode { get; init; } = CommitMode.EveryCommit;

    /// <summary>Longest time between a write and the flush of the disk with <see cref="CommitMode.Interval"/>; above 0.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMilliseconds(100);
}
