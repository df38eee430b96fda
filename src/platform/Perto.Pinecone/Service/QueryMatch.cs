using Perto.Vectors;

namespace Perto.Pinecone;

/// <summary>A record that a query found.</summary>
/// <param name="Sent">Its id as the service has it.</param>
/// <param name="Score">In the service's terms: the cosine, the inner product, or the square of the distance.</param>
/// <param name="Record">The record, where the query asked for it.</param>
internal sealed record QueryMatch(string Sent, double Score, VectorRecord? Record);
