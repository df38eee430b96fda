namespace Perto.Streaming;

/// <summary>What a training of the ranker made.</summary>
public sealed record RankerReport
{
    /// <summary>Name and version in the registry.</summary>
    public required string Model { get; init; }

    /// <summary>Whether it went live.</summary>
    public required bool Live { get; init; }

    /// <summary>Why its gate refused it, if it did.</summary>
    public string? Refusal { get; init; }

    /// <summary>Served pages that it learned from.</summary>
    public required int Pages { get; init; }

    /// <summary>Titles seen on them.</summary>
    public required int Titles { get; init; }

    /// <summary>What it was compared with on the last 20 % of the pages: a version, or <c>blend</c>.</summary>
    public required string Against { get; init; }

    /// <summary>
    /// All weighted by how little the places were noticed:
    /// <c>ndcg@10</c> and <c>ndcg@10_against</c> of the last 20 % of the pages by a ranker that had not seen them, <c>difference</c> with its 95 % interval
    /// (<c>difference_low</c>, <c>difference_high</c>), and of the probabilities of a play <c>calibration_error</c> and <c>brier</c>. Where draws told how places are noticed,
    /// <c>rank_decay</c> with its standard error (<c>rank_decay_error</c>): a place is noticed <c>rank^-rank_decay</c> times as much as the first of its row.
    /// </summary>
    public required IReadOnlyDictionary<string, double> Metrics { get; init; }

    /// <summary>For each feature its share of what all splits gained, the greatest first.</summary>
    public required IReadOnlyDictionary<string, double> Importance { get; init; }

    /// <summary>How much each place of the first row is noticed next to the best place, from the first on.</summary>
    public required IReadOnlyList<double> Noticed { get; init; }

    /// <summary>Seconds that it took, evaluation included.</summary>
    public required double Seconds { get; init; }
}
