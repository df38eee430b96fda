namespace Perto.Streaming;

/// <summary>What serves at the moment.</summary>
/// <param name="Model">The model; null before the first training, and when the live one cannot be used.</param>
/// <param name="Failed">Whether there is a live model that cannot be used.</param>
public readonly record struct LiveModel(CollaborativeModel? Model, bool Failed);
