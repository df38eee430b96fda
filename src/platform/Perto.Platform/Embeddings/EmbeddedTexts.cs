namespace Perto.Platform;

/// <summary>The vectors of texts.</summary>
/// <param name="Model">Which model made them.</param>
/// <param name="Vectors">One for each text, in their order, all of one length. Shared with the cache: nobody changes them.</param>
public sealed record EmbeddedTexts(ModelName Model, IReadOnlyList<float[]> Vectors)
{
    /// <summary>The version of the model as its provider tells it: vectors of two versions are not comparable.</summary>
    public required string Version { get; init; }

    /// <summary>Dimensions of each vector.</summary>
    public int Dimensions => Vectors[0].Length;

    /// <summary>Different texts that the memory of this server or Redis had.</summary>
    public required int Cached { get; init; }

    /// <summary>Different texts that the database had.</summary>
    public required int Stored { get; init; }

    /// <summary>Different texts that the model embedded.</summary>
    public required int Computed { get; init; }

    /// <summary>Tokens that the model read for them; 0 where all were kept, null where its provider does not say.</summary>
    public required long? Tokens { get; init; }
}
