using System.Collections.ObjectModel;

namespace Perto.Vectors;

/// <summary>A record that a search found.</summary>
public sealed class SearchHit
{
    /// <summary>The record's id.</summary>
    public required string Id { get; init; }

    /// <summary>
    /// Higher is better, for most metrics on one scale: 1 identical, 0 unrelated. Cosine: the cosine similarity, -1 (opposite) to 1.
    /// Euclidean, Manhattan and Hamming: 1 / (1 + distance). Dot: the inner product, which is on the scale for normalised vectors and
    /// unbounded for others. Bm25: the relevance, greater than 0. Of a fused search: what <see cref="FusionMethod"/> says.
    /// </summary>
    public required float Score { get; init; }

    /// <summary>
    /// Lower is nearer, in the metric's own terms. Cosine: 1 - cosine similarity, 0 to 2. Dot: the negative inner product.
    /// Euclidean: the square root of the sum of squares. Manhattan: the sum of absolute differences. Hamming: how many bits differ.
    /// Bm25: the negative relevance. Of a fused search, where distances of several metrics meet: 1 - <see cref="Score"/>.
    /// </summary>
    public required float Distance { get; init; }

    /// <summary>The parts of a <see cref="FusedQuery"/> that found it, in their order; empty for a plain search.</summary>
    public IReadOnlyList<PartScore> Parts { get; init; } = [];

    /// <summary>The record's payload; empty if the query did not ask for it.</summary>
    public IReadOnlyDictionary<string, PayloadValue> Payload { get; init; } = ReadOnlyDictionary<string, PayloadValue>.Empty;

    /// <summary>The record's vectors; empty if the query did not ask for them.</summary>
    public IReadOnlyDictionary<string, VectorValue> Vectors { get; init; } = ReadOnlyDictionary<string, VectorValue>.Empty;
}
