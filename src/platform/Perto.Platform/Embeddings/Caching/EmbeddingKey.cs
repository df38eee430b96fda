namespace Perto.Platform;

/// <summary>Where the vector of a text is kept.</summary>
/// <param name="Tenant">Whose.</param>
/// <param name="Space">Model with its version, dimensions, purpose, and whether of length 1: what else a vector depends on.</param>
/// <param name="Hash">SHA-256 of the text.</param>
internal readonly record struct EmbeddingKey(TenantId Tenant, string Space, string Hash);
