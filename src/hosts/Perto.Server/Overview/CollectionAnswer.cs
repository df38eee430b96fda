namespace Perto.Server;

/// <summary>A vector collection.</summary>
public sealed record CollectionAnswer
{
    /// <summary>The name that programs use.</summary>
    public required string Name { get; init; }

    /// <summary>Where its vectors are: <c>embedded</c>.</summary>
    public required string Provider { get; init; }

    /// <summary>How many records it has.</summary>
    public required long Records { get; init; }

    /// <summary>Length of its vectors.</summary>
    public required int Dimension { get; init; }

    /// <summary>How nearness is measured: <c>cosine</c>, <c>dot</c>, <c>euclidean</c>.</summary>
    public required string Metric { get; init; }

    /// <summary><c>building</c>, <c>live</c> or <c>retired</c>.</summary>
    public required string State { get; init; }
}
