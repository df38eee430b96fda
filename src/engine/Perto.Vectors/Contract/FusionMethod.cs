namespace Perto.Vectors;

/// <summary>How the rankings of a <see cref="FusedQuery"/> become one; <see cref="Fusion"/> computes it.</summary>
public enum FusionMethod
{
    /// <summary>
    /// The sum over the parts of weight / (60 + rank), ranks from 1; a part that did not find the record adds nothing (reciprocal rank
    /// fusion, Cormack, Clarke and Buettcher 2009). Scores of different scales need no thought.
    /// </summary>
    ReciprocalRank,

    /// <summary>
    /// The sum over the parts of weight * (score - lowest) / (highest - lowest), with the lowest and highest score of the part's
    /// candidates; 1 for each where they are equal, 0 for a part that did not find the record.
    /// </summary>
    WeightedScore,
}
