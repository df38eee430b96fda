namespace Perto.Learning;

/// <summary>
/// How large an experiment of two arms must be, by the normal approximation. Shares as in Fleiss, Levin and Paik (Statistical Methods for Rates and
/// Proportions, 3rd edition, section 4), with the common share under "no effect"; means with one deviation in both arms. What a two-sided test finds on the
/// wrong side is not counted as power.
/// </summary>
public sealed record ExperimentDesign
{
    /// <summary>The value of the metric in the control; a share is above 0 and below 1.</summary>
    public required double Baseline { get; init; }

    /// <summary>The standard deviation of the metric over units, above 0; null for a share, whose deviation follows from it.</summary>
    public double? Deviation { get; init; }

    /// <summary>How often the test may see an effect where there is none, above 0 and below 0.5.</summary>
    public double Alpha { get; init; } = 0.05;

    /// <summary>What is held against "no effect".</summary>
    public Alternative Alternative { get; init; } = Alternative.TwoSided;

    /// <summary>Units in the treatment for each in the control, above 0.</summary>
    public double Allocation { get; init; } = 1;

    /// <summary>The probability that the test sees an effect.</summary>
    /// <param name="effect">The true one, absolute; not 0, and on the side that the alternative looks at.</param>
    /// <param name="controlUnits">Units in the control, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public double Power(double effect, double controlUnits)
    {
        Validate();
        ThrowUnlessEffect(effect);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(controlUnits);
        (double none, double some) = Deviations(effect);
        return Distributions.NormalCdf(((Math.Abs(effect) * Math.Sqrt(controlUnits)) - (Critical * none)) / some);
    }

    /// <summary>How many units are needed.</summary>
    /// <param name="effect">The smallest effect that must not be missed, absolute; not 0, and on the side that the alternative looks at.</param>
    /// <param name="power">The probability with which it must be seen; at least 0.5, below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range, or the effect so small that no number of units is enough.</exception>
    public ArmSizes SampleSize(double effect, double power = 0.8)
    {
        Validate();
        ThrowUnlessEffect(effect);
        double z = QuantileOf(power);
        (double none, double some) = Deviations(effect);
        double root = ((Critical * none) + (z * some)) / effect;
        double units = root * root;
        return double.IsFinite(units) && double.IsFinite(units * Allocation)
            ? new ArmSizes(units, units * Allocation)
            : throw new ArgumentOutOfRangeException(nameof(effect), effect, "An effect is large enough to be seen with a finite number of units");
    }

    /// <summary>
    /// The smallest effect, in the metric's unit and with its sign, that is seen with a probability: the one upwards, or downwards where the alternative is less. A
    /// two-sided test that can see no share above the baseline is asked for one below. NaN where no share that is left is far enough away.
    /// </summary>
    /// <param name="controlUnits">Units in the control, above 0.</param>
    /// <param name="power">At least 0.5, below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public double MinimumDetectableEffect(double controlUnits, double power = 0.8)
    {
        Validate();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(controlUnits);
        double z = QuantileOf(power);
        int side = Alternative == Alternative.Less ? -1 : 1;
        if (Deviation is not null)
        {
            (double none, double some) = Deviations(0);
            return side * ((Critical * none) + (z * some)) / Math.Sqrt(controlUnits);
        }
        double effect = SmallestShare(side, controlUnits, power);
        return double.IsNaN(effect) && Alternative == Alternative.TwoSided ? SmallestShare(-1, controlUnits, power) : effect;
    }

    private double SmallestShare(int side, double controlUnits, double power)
    {
        bool Missed(double size) => Power(side * size, controlUnits) < power;
        // A share of 0 or 1 itself has no deviation and is no alternative.
        double nearlyAll = (side > 0 ? 1 - Baseline : Baseline) * (1 - 1e-12);
        return Missed(nearlyAll) ? double.NaN : side * Distributions.Bisect(0, nearlyAll, Missed);
    }

    private double Critical => -Distributions.NormalQuantile(Alternative == Alternative.TwoSided ? Alpha / 2 : Alpha);

    // Of the difference, for one unit in the control: where there is no effect, and where there is this one.
    private (double None, double Some) Deviations(double effect)
    {
        if (Deviation is { } deviation)
        {
            double alike = deviation * Math.Sqrt(1 + (1 / Allocation));
            return (alike, alike);
        }
        double treatment = Baseline + effect;
        double pooled = (Baseline + (Allocation * treatment)) / (1 + Allocation);
        return (
            Math.Sqrt(pooled * (1 - pooled) * (1 + (1 / Allocation))),
            Math.Sqrt((Baseline * (1 - Baseline)) + (treatment * (1 - treatment) / Allocation)));
    }

    private static double QuantileOf(double power) => power is >= 0.5 and < 1
        ? Distributions.NormalQuantile(power)
        : throw new ArgumentOutOfRangeException(nameof(power), power, "The power is at least 0.5 and below 1");

    private void ThrowUnlessEffect(double effect)
    {
        if (effect == 0 || !double.IsFinite(effect))
            throw new ArgumentOutOfRangeException(nameof(effect), effect, "An effect is a finite number and not 0");
        if (Alternative != Alternative.TwoSided && effect > 0 != (Alternative == Alternative.Greater))
        {
            throw new ArgumentOutOfRangeException(
                nameof(effect), effect, $"An effect is {(Alternative == Alternative.Greater ? "above" : "below")} 0 where the alternative is {Alternative.ToString().ToLowerInvariant()}");
        }
        if (Deviation is null && !(Baseline + effect is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(effect), effect, $"A share stays above 0 and below 1; {Baseline} and the effect make {Baseline + effect}");
    }

    private void Validate()
    {
        SettingOutOfRangeException.ThrowUnless(double.IsFinite(Baseline), nameof(Baseline), Baseline, "a finite number");
        SettingOutOfRangeException.ThrowUnless(
            Deviation is not null || Baseline is > 0 and < 1, nameof(Baseline), Baseline, "above 0 and below 1 for a share");
        SettingOutOfRangeException.ThrowUnless(
            Deviation is null || (Deviation > 0 && double.IsFinite(Deviation.Value)), nameof(Deviation), Deviation ?? 0, "above 0");
        SettingOutOfRangeException.ThrowUnless(Alpha is > 0 and < 0.5, nameof(Alpha), Alpha, "above 0 and below 0.5");
        SettingOutOfRangeException.ThrowUnless(Allocation > 0 && double.IsFinite(Allocation), nameof(Allocation), Allocation, "above 0");
    }
}
