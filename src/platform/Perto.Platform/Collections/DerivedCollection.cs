using Perto.Vectors;

namespace Perto.Platform;

/// <summary>What is known about a derived collection.</summary>
public sealed record DerivedCollection
{
    /// <summary>Its name in the vector store: <c>{alias}@{model}:{dimension}</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What programs ask for.</summary>
    public required string Alias { get; init; }

    /// <summary>Whose space its vectors are in.</summary>
    public required string Model { get; init; }

    /// <summary>Dimension of its first vector.</summary>
    public required int Dimension { get; init; }

    /// <summary>Metric of its first vector.</summary>
    public required Metric Metric { get; init; }

    /// <summary>Where it is in its life.</summary>
    public required CollectionState State { get; init; }

    /// <summary>Embeddings in the database; the store should hold as many.</summary>
    public required long Records { get; init; }

    /// <summary>What holds the derived form: <c>embedded</c>.</summary>
    public required string Provider { get; init; }

    /// <summary>When it was first published.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its state or its records changed last.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }
}
