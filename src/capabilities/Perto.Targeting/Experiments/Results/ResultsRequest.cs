namespace Perto.Targeting;

/// <summary>How results are wanted.</summary>
public sealed record ResultsRequest
{
    /// <summary>The version; the latest that was started if left out.</summary>
    public int? Version { get; init; }

    /// <summary>How often an effect may be seen where there is none: above 0 and below 0.5.</summary>
    public double Alpha { get; init; } = 0.05;

    /// <summary>How p values are adjusted for the number of metrics and arms.</summary>
    public Correction Correction { get; init; } = Correction.Bh;
}
