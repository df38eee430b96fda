namespace Perto.Platform;

/// <summary>The embeddings that a fusion was learned with; with others it says nothing.</summary>
/// <param name="Model">The model's id as its provider tells it, with its version: 1 to 256 characters.</param>
/// <param name="Dimensions">Dimensions of its vectors, 1 and more.</param>
public sealed record FusionSpace(string Model, int Dimensions);
