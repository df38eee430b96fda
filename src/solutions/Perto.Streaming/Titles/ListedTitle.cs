namespace Perto.Streaming;

/// <summary>A title as it comes in: its id and what the service says of it.</summary>
internal sealed record ListedTitle(string Id, CatalogueEntry Entry);
