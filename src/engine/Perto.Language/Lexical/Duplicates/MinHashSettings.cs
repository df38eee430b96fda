namespace Perto.Language;

/// <summary>How near duplicates are looked for.</summary>
public sealed record MinHashSettings
{
    /// <summary>How many neighbouring terms make a shingle, 1 to 16. A text with fewer is one shingle.</summary>
    public int ShingleTerms { get; init; } = 3;

    /// <summary>How many bands a signature has, 1 to 256. Texts that agree in one band are compared.</summary>
    public int Bands { get; init; } = 32;

    /// <summary>
    /// How many minima a band has, 1 to 64. Texts of similarity s are compared with probability <c>1 - (1 - s^rows)^bands</c>: with 32 bands
    /// of 4 that is 99.98 % at s = 0.7, half at 0.38, 5 % at 0.2.
    /// </summary>
    public int RowsPerBand { get; init; } = 4;

    /// <summary>The least Jaccard similarity of near duplicates, above 0 and at most 1.</summary>
    public double Threshold { get; init; } = 0.7;

    /// <summary>Seed of the hash functions.</summary>
    public long Seed { get; init; } = 1;

    /// <exception cref="ArgumentException">A setting is out of range.</exception>
    internal void Validate()
    {
        if (ShingleTerms is < 1 or > 16)
            throw new ArgumentException($"ShingleTerms is {ShingleTerms}; it must be from 1 to 16.");
        if (Bands is < 1 or > 256)
            throw new ArgumentException($"Bands is {Bands}; it must be from 1 to 256.");
        if (RowsPerBand is < 1 or > 64)
            throw new ArgumentException($"RowsPerBand is {RowsPerBand}; it must be from 1 to 64.");
        if (!(Threshold is > 0 and <= 1))
            throw new ArgumentException($"Threshold is {Threshold}; it must be above 0 and at most 1.");
    }
}
