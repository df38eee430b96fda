namespace Perto.Learning;

/// <summary>Why there is no effect to speak of yet.</summary>
public enum EffectProblem
{
    /// <summary>There is one.</summary>
    None,

    /// <summary>An arm has fewer than two units.</summary>
    TooFewUnits,

    /// <summary>All units of an arm are alike, or differ by less than a millionth of their size, which is what sums leave of nothing: its spread is not known.</summary>
    NoVariance,

    /// <summary>The denominators of a ratio add up to 0 in an arm.</summary>
    DenominatorIsZero,

    /// <summary>The control is 0, so that nothing can be relative to it.</summary>
    BaselineIsZero,

    /// <summary>Numbers so large, or a control so near to 0, that the effect or its error is beyond what can be computed with.</summary>
    NotFinite,
}
