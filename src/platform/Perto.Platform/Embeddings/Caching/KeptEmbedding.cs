namespace Perto.Platform;

/// <summary>A vector in the cache.</summary>
/// <param name="Vector">Shared between callers: nobody changes it.</param>
internal sealed record KeptEmbedding(float[] Vector);
