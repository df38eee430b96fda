namespace Perto.Platform;

/// <summary>What was learned for a collection.</summary>
/// <param name="Collection">The collection.</param>
/// <param name="Space">The embeddings that it was learned with.</param>
/// <param name="Fusion">How it is searched.</param>
/// <param name="LearnedAt">When that was learned.</param>
public sealed record StoredFusion(string Collection, FusionSpace Space, LearnedFusion Fusion, DateTimeOffset LearnedAt);
