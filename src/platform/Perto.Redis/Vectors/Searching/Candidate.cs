using Perto.Vectors;

namespace Perto.Redis;

/// <summary>A record that was compared with the query.</summary>
/// <param name="Stored">The record.</param>
/// <param name="Score">Its score.</param>
/// <param name="Distance">Its distance.</param>
internal sealed record Candidate(StoredRecord Stored, float Score, float Distance)
{
    /// <summary>Best first; equal scores in the order of ids.</summary>
    public static int Compare(Candidate x, Candidate y) =>
        x.Score != y.Score ? y.Score.CompareTo(x.Score) : CodePointOrder.Compare(x.Stored.Record.Id, y.Stored.Record.Id);

    /// <summary>The candidate as an answer has it.</summary>
    public SearchHit ToHit(bool payload, bool vectors) => new()
    {
        Id = Stored.Record.Id,
        Score = Score,
        Distance = Distance,
        Payload = payload ? Stored.Payload : System.Collections.ObjectModel.ReadOnlyDictionary<string, PayloadValue>.Empty,
        Vectors = vectors ? Stored.Record.Vectors.AsReadOnly() : System.Collections.ObjectModel.ReadOnlyDictionary<string, VectorValue>.Empty,
    };
}
