namespace Perto.Platform;

/// <summary>What feedback did.</summary>
public sealed record RerankFeedbackReport
{
    /// <summary>Whether it counted; of several feedbacks for one answer only the first does.</summary>
    public required bool Counted { get; init; }

    /// <summary>nDCG of the re-ranked order less that of the original, by what was of use: -1 to 1.</summary>
    /// <example>0.37</example>
    public required double Advantage { get; init; }

    /// <summary>The gate afterwards.</summary>
    public required RerankGateStatus Gate { get; init; }
}
