namespace Perto.Language;

/// <summary>A feature of a text with what it counts there.</summary>
/// <param name="Id">The feature.</param>
/// <param name="Place">What the space knows it by.</param>
/// <param name="Weight">Above 0.</param>
internal readonly record struct WeightedFeature(ulong Id, int Place, float Weight);
