using System.ComponentModel.DataAnnotations;
using Perto.Vectors.Storage;

namespace Perto.Platform;

/// <summary>Settings under <c>Perto:Vectors</c>: which vector store, how the embedded one keeps its folder, how a server indexes.</summary>
public sealed class VectorSettings
{
    /// <summary>Where vectors are kept.</summary>
    public VectorStoreChoice Store { get; set; } = VectorStoreChoice.Auto;

    /// <summary>The index that a server builds; the embedded store has its own.</summary>
    public VectorIndexMethod Index { get; set; } = VectorIndexMethod.Hnsw;

    /// <summary>Lists of an IVFFlat index.</summary>
    [Range(1, 32_768)]
    public int Lists { get; set; } = 100;

    /// <summary>Lists of an IVFFlat index that a search looks into.</summary>
    [Range(1, 32_768)]
    public int Probes { get; set; } = 10;

    /// <summary>Megabytes that a server may use to build an index; null: what the server is set to.</summary>
    [Range(1, 2_097_151)]
    public int? BuildMemory { get; set; }

    /// <summary>When a write to the embedded store counts as done.</summary>
    public CommitMode Commit { get; set; } = CommitMode.EveryCommit;

    /// <summary>Longest time between a write to the embedded store and the flush of the disk with <see cref="CommitMode.Interval"/>.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:01:00", ParseLimitsInInvariantCulture = true, ConvertValueInInvariantCulture = true)]
    public TimeSpan CommitInterval { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Threads of the embedded store that build indexes; null: one for each processor.</summary>
    [Range(1, 1024)]
    public int? IndexThreads { get; set; }
}
