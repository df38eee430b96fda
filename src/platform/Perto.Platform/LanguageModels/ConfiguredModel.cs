namespace Perto.Platform;

/// <summary>A model that a provider takes where a name says the provider alone.</summary>
/// <param name="Kind">What it is for.</param>
/// <param name="Model">The provider's name of it; empty: the one that the service has.</param>
public sealed record ConfiguredModel(LanguageModelKind Kind, string Model);
