namespace Perto.Platform;

/// <summary>Tokens that a model read for a request; those of kept vectors are not in it, and 0 where the model does not say.</summary>
public sealed record EmbeddingsUsage
{
    /// <summary>Tokens of the texts.</summary>
    public required long PromptTokens { get; init; }

    /// <summary>The same.</summary>
    public required long TotalTokens { get; init; }
}
