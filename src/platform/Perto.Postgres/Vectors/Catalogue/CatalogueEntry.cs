using Perto.Vectors;

namespace Perto.Postgres;

/// <summary>A collection in the catalogue.</summary>
/// <param name="Id">Its number; a collection that is deleted and made again has another.</param>
/// <param name="Schema">Its vectors and payload fields.</param>
internal sealed record CatalogueEntry(long Id, CollectionSchema Schema);
