namespace Perto.Vectors.Storage;

/// <summary>When a write counts as committed.</summary>
public enum CommitMode
{
    /// <summary>
    /// When the disk has it: no committed write is lost, whatever stops. Writes that wait at the same time share one flush of the disk.
    /// </summary>
    EveryCommit,

    /// <summary>
    /// When the operating system has it; the disk is flushed at an interval. The end of the process loses nothing; a loss of power loses at
    /// most the writes of about one interval, the latest ones.
    /// </summary>
    Interval,

    /// <summary>
    /// When the operating system has it, which brings it to the disk when it sees fit. The end of the process loses nothing; a loss of power
    /// may lose the latest writes, without a bound in time.
    /// </summary>
    None,
}
