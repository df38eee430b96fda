using System.Collections.ObjectModel;
using Perto.Vectors;

namespace Perto.Platform;

/// <summary>A record that a search found.</summary>
public sealed record VectorHit
{
    /// <summary>The record's id.</summary>
    public required string Id { get; init; }

    /// <summary>Higher is better; for most metrics 1 is identical and 0 unrelated.</summary>
    public required float Score { get; init; }

    /// <summary>Lower is nearer, in the metric's own terms.</summary>
    public required float Distance { get; init; }

    /// <summary>Of a fused search: what each part that found it said.</summary>
    public IReadOnlyList<PartScore>? Parts { get; init; }

    /// <summary>The record's payload, where it was asked for.</summary>
    public IReadOnlyDictionary<string, PayloadValue>? Payload { get; init; }

    /// <summary>The record's vectors, where they were asked for.</summary>
    public IReadOnlyDictionary<string, VectorValue>? Vectors { get; init; }

    internal static VectorHit Of(SearchHit hit) => new()
    {
        Id = hit.Id,
        Score = hit.Score,
        Distance = hit.Distance,
        Parts = hit.Parts.Count == 0 ? null : hit.Parts,
        Payload = hit.Payload.Count == 0 ? null : hit.Payload,
        Vectors = hit.Vectors.Count == 0 ? null : hit.Vectors,
    };

    internal SearchHit ToHit() => new()
    {
        Id = Id,
        Score = Score,
        Distance = Distance,
        Parts = Parts ?? [],
        Payload = Payload ?? ReadOnlyDictionary<string, PayloadValue>.Empty,
        Vectors = Vectors ?? ReadOnlyDictionary<string, VectorValue>.Empty,
    };
}
