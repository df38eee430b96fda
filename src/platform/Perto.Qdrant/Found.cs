namespace Perto.Qdrant;

/// <summary>What the server said of a thing that is there.</summary>
/// <param name="Result">What was taken from its answer.</param>
internal sealed record Found<T>(T Result);
