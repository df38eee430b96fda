using Perto.Vectors;

namespace Perto.Qdrant;

/// <summary>A collection in the catalogue.</summary>
/// <param name="Generation">1 for the first of its name; one that is deleted and made again has the next number.</param>
/// <param name="Collection">Its name on the server.</param>
/// <param name="Schema">Its vectors and payload fields.</param>
/// <param name="IsIndexed">Whether its payload has all its indexes.</param>
/// <param name="IsDeleted">Whether it was deleted; its number is not used again.</param>
internal sealed record CatalogueEntry(int Generation, string Collection, CollectionSchema Schema, bool IsIndexed, bool IsDeleted);
