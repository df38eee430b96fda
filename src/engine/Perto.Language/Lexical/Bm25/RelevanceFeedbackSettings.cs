namespace Perto.Language;

/// <summary>How far <see cref="RelevanceFeedback"/> moves a query.</summary>
public sealed record RelevanceFeedbackSettings
{
    /// <summary>How many terms are added at most, 1 to 1000.</summary>
    public int Terms { get; init; } = 20;

    /// <summary>The share of the query's own terms, 0 to 1; the rest is that of the texts found.</summary>
    public double QueryWeight { get; init; } = 0.6;

    /// <exception cref="ArgumentException">A setting is out of range.</exception>
    internal void Validate()
    {
        if (Terms is < 1 or > 1_000)
            throw new ArgumentException($"Terms is {Terms}; it must be from 1 to 1000.");
        if (!(QueryWeight is >= 0 and <= 1))
            throw new ArgumentException($"QueryWeight is {QueryWeight}; it must be from 0 to 1.");
    }
}
