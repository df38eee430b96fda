namespace Perto.Platform;

/// <summary>A physical collection as it is registered.</summary>
/// <param name="Name">Name in the vector store: alias, model and dimensions.</param>
/// <param name="Alias">What searches call it.</param>
/// <param name="Model">Whose vectors it holds: equal dimension is not equal space.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Records">How many records the database holds of it.</param>
public sealed record DerivedCollection(string Name, string Alias, string Model, CollectionState State, long Records);
