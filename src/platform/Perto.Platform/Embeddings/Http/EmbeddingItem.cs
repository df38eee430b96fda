namespace Perto.Platform;

/// <summary>The vector of a text in the form of OpenAI.</summary>
public sealed record EmbeddingItem
{
    /// <summary>Always <c>embedding</c>.</summary>
    public string Object { get; init; } = "embedding";

    /// <summary>The vector.</summary>
    public required VectorOutput Embedding { get; init; }

    /// <summary>Which text, from 0.</summary>
    public required int Index { get; init; }
}
