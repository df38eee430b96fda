namespace Perto.Learning;

/// <summary>A choice that was made and rewarded, as another policy would have made it: what off-policy evaluation needs of it.</summary>
/// <param name="Reward">What came of it; finite.</param>
/// <param name="Propensity">The probability with which it was made, above 0 and at most 1.</param>
/// <param name="TargetProbability">The probability with which the judged policy would make the same choice there, 0 to 1.</param>
public readonly record struct LoggedChoice(double Reward, double Propensity, double TargetProbability)
{
    /// <summary>The reward that a model expects of the choice that was made; it must not have been fitted to this choice. 0: there is no model.</summary>
    public double ExpectedOfChoice { get; init; }

    /// <summary>The reward that the same model expects of the judged policy there: the mean over its choices. 0: there is no model.</summary>
    public double ExpectedOfTarget { get; init; }

    /// <summary>
    /// Which choices stand and fall together, such as those of one page or one person: they are drawn together for intervals. Negative: this one is
    /// alone.
    /// </summary>
    public int Cluster { get; init; } = -1;
}
