namespace Perto.Platform;

/// <summary>Where vectors came from; counts different texts.</summary>
public sealed record EmbeddingsOrigin
{
    /// <summary>The version of the model: vectors of two versions are not comparable.</summary>
    public required string Version { get; init; }

    /// <summary>Tokens that the model read; 0 where all were kept, and none where the provider does not say.</summary>
    public long? Tokens { get; init; }

    /// <summary>Kept in the memory of the server or in Redis.</summary>
    public required int Cached { get; init; }

    /// <summary>Kept in the database.</summary>
    public required int Stored { get; init; }

    /// <summary>Made by the model.</summary>
    public required int Computed { get; init; }
}
