namespace Perto.Streaming;

/// <summary>What the pages of a service are worth whose truth is known.</summary>
public sealed record SimulationOutcome
{
    /// <summary>The lists, by what made them.</summary>
    public required IReadOnlyList<ListWorth> Lists { get; init; }

    /// <summary>How the ranker's probabilities of a play lie beside the true ones, lowest first: tenths of the titles shown on the last pages.</summary>
    public required IReadOnlyList<CalibrationBin> Calibration { get; init; }

    /// <summary>Mean distance of the two over the tenths.</summary>
    public required double CalibrationError { get; init; }

    /// <summary>How much the places of the first row are looked at, and what the ranker made out of it, from the first on; both next to the first place.</summary>
    public required IReadOnlyList<PlaceBias> Places { get; init; }

    /// <summary>The training of the ranker.</summary>
    public required RankerReport Ranker { get; init; }

    /// <summary>Pages shown before it.</summary>
    public required int Pages { get; init; }
}
