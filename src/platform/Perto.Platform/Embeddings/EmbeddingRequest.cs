namespace Perto.Platform;

/// <summary>How texts are to be embedded.</summary>
public sealed record EmbeddingRequest
{
    /// <summary>The most texts of one request.</summary>
    public const int MaxTexts = 2_048;

    /// <summary>The most characters of a text.</summary>
    public const int MaxCharacters = 1_000_000;

    /// <summary>The most dimensions that may be asked for.</summary>
    public const int MaxDimensions = 16_384;

    /// <summary>The model; null: the default of the settings.</summary>
    public ModelName? Model { get; init; }

    /// <summary>What the texts are for: models that tell questions from documents give them different vectors.</summary>
    public EmbeddingPurpose Purpose { get; init; } = EmbeddingPurpose.Document;

    /// <summary>Dimensions, 1 to <see cref="MaxDimensions"/>, of models that can shorten their vectors; null: as many as the model has.</summary>
    public int? Dimensions { get; init; }

    /// <summary>Whether vectors are brought to length 1. A vector of zeros stays as it is.</summary>
    public bool Normalize { get; init; } = true;

    /// <summary>Whether kept vectors may be used, and new ones are kept.</summary>
    public bool UseCache { get; init; } = true;
}
