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

    /// <summary>
    /// The sum over the parts of weight * (score - mean) / deviation, with the mean and the deviation of the part's scores over all records that any
    /// part found. A record that the part did not find counts there as its lowest candidate, which scores at least as much. Where the part's scores
    /// are all equal, 1 for each that it found and 0 for the others. May be negative.
    /// </summary>
    ZScore,

    /// <summary>
    /// The sum over the parts of weight * (score - (mean - 3 deviation)) / (6 deviation), with the mean and the sample deviation of the part's
    /// candidates: 0 to 1 for all but the farthest (distribution-based score fusion, Mazzeschi 2023, as Qdrant has it). 0.5 for each where they are
    /// equal or there is one, 0 for a part that did not find the record.
    /// </summary>
    DistributionBased,
}
