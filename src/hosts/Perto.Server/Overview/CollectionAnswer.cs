using Perto.Platform;
using Perto.Vectors;

namespace Perto.Server;

/// <summary>A vector collection.</summary>
public sealed record CollectionAnswer
{
    /// <summary>The name that programs use.</summary>
    public required string Name { get; init; }

    /// <summary>The model whose vectors it holds.</summary>
    public required string Model { get; init; }

    /// <summary>Where its vectors are: <c>embedded</c>.</summary>
    public required string Provider { get; init; }

    /// <summary>How many records it has.</summary>
    public required long Records { get; init; }

    /// <summary>Length of its first vector.</summary>
    public required int Dimension { get; init; }

    /// <summary>How nearness of its first vector is measured.</summary>
    public required Metric Metric { get; init; }

    /// <summary>Where it stands behind its name.</summary>
    public required CollectionState State { get; init; }

    internal static CollectionAnswer Of(DerivedCollection collection) => new()
    {
        Name = collection.Alias,
        Model = collection.Model,
        Provider = collection.Provider,
        Records = collection.Records,
        Dimension = collection.Dimension,
        Metric = collection.Metric,
        State = collection.State,
    };
}
