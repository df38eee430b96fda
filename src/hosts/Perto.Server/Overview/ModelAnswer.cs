namespace Perto.Server;

/// <summary>One version of a model.</summary>
public sealed record ModelAnswer
{
    /// <summary>What the model is for: <c>streaming-collaborative</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Its version, from 1.</summary>
    public required int Version { get; init; }

    /// <summary>The algorithm: <c>ials</c>.</summary>
    public required string Kind { get; init; }

    /// <summary><c>candidate</c>, <c>live</c>, <c>retired</c> or <c>rejected</c>.</summary>
    public required string State { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>What was measured before it was let in: <c>ndcg@10</c>.</summary>
    public required IReadOnlyDictionary<string, double> Metrics { get; init; }

    /// <summary>SHA-256 of its content, in hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Size of its content, in bytes.</summary>
    public required long Size { get; init; }
}
