using Perto.Vectors;

namespace Perto.Pinecone;

/// <summary>A collection in the catalogue.</summary>
/// <param name="Index">The index that keeps its records.</param>
/// <param name="Generation">How often a collection of this name was made, from 1: each has a namespace of its own.</param>
/// <param name="Schema">Its vector and payload fields.</param>
internal sealed record CatalogueEntry(string Index, long Generation, CollectionSchema Schema);
