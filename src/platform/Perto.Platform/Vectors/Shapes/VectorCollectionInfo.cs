using Perto.Vectors;

namespace Perto.Platform;

/// <summary>A collection and what it holds.</summary>
public sealed record VectorCollectionInfo
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its vectors.</summary>
    public required IReadOnlyList<VectorFieldShape> Vectors { get; init; }

    /// <summary>Its payload fields.</summary>
    public required IReadOnlyList<PayloadField> Payload { get; init; }

    /// <summary>What keeps it: <c>embedded</c>.</summary>
    public required string Provider { get; init; }

    /// <summary>What it holds and what that takes; left out where the collection cannot answer.</summary>
    public CollectionStatistics? Statistics { get; init; }

    /// <summary>How it does.</summary>
    public required CollectionHealth Health { get; init; }

    /// <summary>The part of Perto that makes it from the database, and alone writes to it; left out for a collection of your own.</summary>
    public CollectionOrigin? Derived { get; init; }
}
