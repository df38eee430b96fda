namespace Perto.Platform;

/// <summary>Vectors in the form of OpenAI.</summary>
public sealed record EmbeddingsAnswer
{
    /// <summary>Always <c>list</c>.</summary>
    public string Object { get; init; } = "list";

    /// <summary>A vector for each text, in their order.</summary>
    public required IReadOnlyList<EmbeddingItem> Data { get; init; }

    /// <summary>The model that made them.</summary>
    public required string Model { get; init; }

    /// <summary>What it cost.</summary>
    public required EmbeddingsUsage Usage { get; init; }

    /// <summary>Where the vectors came from. Ours, not OpenAI's.</summary>
    public required EmbeddingsOrigin Origin { get; init; }
}
