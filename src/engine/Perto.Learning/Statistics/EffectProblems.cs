namespace Perto.Learning;

/// <summary>What to tell a user of an <see cref="EffectProblem"/>.</summary>
public static class EffectProblems
{
    /// <summary>Why there is no effect, as the end of a sentence; null where there is one.</summary>
    public static string? Reason(this EffectProblem problem) => problem switch
    {
        EffectProblem.None => null,
        EffectProblem.TooFewUnits => "an arm has fewer than two units",
        EffectProblem.NoVariance => "all units of an arm are alike, or nearly",
        EffectProblem.NotFinite => "the numbers are too large, or the control is too near to 0",
        EffectProblem.DenominatorIsZero => "the denominators of an arm add up to 0",
        EffectProblem.BaselineIsZero => "the control is 0, so nothing is relative to it",
        _ => throw new ArgumentOutOfRangeException(nameof(problem), problem, "There is no such problem"),
    };
}
