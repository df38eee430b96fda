using System.ComponentModel.DataAnnotations;
using Perto.Vectors.Storage;

namespace Perto.Platform;

/// <summary>Settings under <c>Perto:Vectors</c>: how the embedded vector store keeps its folder.</summary>
public sealed class VectorSettings
{
    /// <summary>When a write counts as done.</summary>
    public CommitMode Commit { get; set; } = CommitMode.EveryCommit;

    /// <summary>Longest time between a write and the flush of the disk with <see cref="CommitMode.Interval"/>.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:01:00", ParseLimitsInInvariantCulture = true, ConvertValueInInvariantCulture = true)]
    public TimeSpan CommitInterval { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Threads that build indexes; null: one for each processor.</summary>
    [Range(1, 1024)]
    public int? IndexThreads { get; set; }
}
