namespace Perto.Platform;

/// <summary>A vector on its way into the database.</summary>
/// <param name="Key">Where.</param>
/// <param name="Head">The beginning of its text.</param>
/// <param name="Vector">The vector.</param>
internal sealed record StoredEmbedding(EmbeddingKey Key, string Head, float[] Vector);
