using System.Collections.ObjectModel;
using Perto.Vectors;

namespace Perto.Pinecone;

/// <summary>A hit on its way to the answer.</summary>
/// <param name="Sent">Its id as the service has it.</param>
/// <param name="Id">Its id; <see langword="null"/> as long as it is not known.</param>
/// <param name="Score">Higher is better.</param>
/// <param name="Distance">Lower is nearer.</param>
/// <param name="Record">The record, where it was read.</param>
internal sealed record Hit(string Sent, string? Id, float Score, float Distance, VectorRecord? Record)
{
    /// <summary>Best first; equal scores in id order.</summary>
    public static Comparison<Hit> Order { get; } = static (x, y) => x.Score != y.Score ? y.Score.CompareTo(x.Score) : CodePointOrder.Compare(x.Id, y.Id);

    /// <summary>What the service found, on the one scale.</summary>
    /// <param name="metric">The field's.</param>
    /// <param name="match">What it found.</param>
    /// <param name="zeroQuery">The query is all zeros, and was asked with what stands for it.</param>
    public static Hit Of(Metric metric, QueryMatch match, bool zeroQuery)
    {
        float raw = (float)match.Score;
        (float score, float distance) = metric switch
        {
            // Rounding may put the cosine of a vector with itself just above 1.
            Metric.Cosine => (Math.Clamp(raw, -1, 1), 1 - Math.Clamp(raw, -1, 1)),
            Metric.Dot when zeroQuery => (0, 0),
            // "0 -": a distance of nothing is 0, not -0.
            Metric.Dot => (raw, 0 - raw),
            _ => (1 / (1 + MathF.Sqrt(MathF.Max(raw, 0))), MathF.Sqrt(MathF.Max(raw, 0))),
        };
        return new Hit(match.Sent, match.Record?.Id ?? RecordId.Decode(match.Sent), score, distance, match.Record);
    }

    /// <summary>The hit with its record.</summary>
    public Hit With(VectorRecord record) => this with { Id = record.Id, Record = record };

    public SearchHit ToSearchHit(bool payload, bool vectors) => new()
    {
        Id = Id!,
        Score = Score,
        Distance = Distance,
        Payload = payload ? Record!.Payload.AsReadOnly() : ReadOnlyDictionary<string, PayloadValue>.Empty,
        Vectors = vectors ? Record!.Vectors.AsReadOnly() : ReadOnlyDictionary<string, VectorValue>.Empty,
    };
}
