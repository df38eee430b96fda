namespace Perto.Targeting;

/// <summary>How p values are adjusted for the number of comparisons.</summary>
public enum Correction
{
    /// <summary>They are not.</summary>
    None,

    /// <summary>Benjamini and Hochberg: the share of false discoveries.</summary>
    Bh,

    /// <summary>Holm: the chance of any false discovery.</summary>
    Holm,
}
