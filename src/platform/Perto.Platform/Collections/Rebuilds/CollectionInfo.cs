using Perto.Vectors;

namespace Perto.Platform;

/// <summary>What an alias leads to, or led to before.</summary>
public sealed record CollectionInfo
{
    /// <summary>What programs ask for.</summary>
    public required string Alias { get; init; }

    /// <summary>Its name in the vector store: <c>{alias}@{model}:{dimension}</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Whose space its vectors are in.</summary>
    public required string Model { get; init; }

    /// <summary>Dimension of its first vector.</summary>
    public required int Dimension { get; init; }

    /// <summary>Metric of its first vector.</summary>
    public required Metric Metric { get; init; }

    /// <summary>Where it is in its life.</summary>
    public required CollectionState State { get; init; }

    /// <summary>Embeddings in the database.</summary>
    public required long Records { get; init; }

    /// <summary>When its state or its records changed last.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Models that the alias can be embedded under anew here.</summary>
    public required IReadOnlyList<string> Models { get; init; }

    /// <summary>The rebuild of the alias that waits or is at work; null when there is none, and where the collection is not live.</summary>
    public CollectionRebuild? Rebuild { get; init; }
}
