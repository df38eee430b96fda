namespace Perto.Platform;

/// <summary>Where a derived collection comes from.</summary>
/// <param name="Alias">What programs ask for: <c>streaming-titles</c>.</param>
/// <param name="Model">Whose space its vectors are in.</param>
/// <param name="State">Where it is in its life.</param>
public sealed record CollectionOrigin(string Alias, string Model, CollectionState State);
