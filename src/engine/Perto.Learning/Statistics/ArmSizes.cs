namespace Perto.Learning;

/// <summary>Units that an experiment needs; not rounded.</summary>
/// <param name="Control">In the control.</param>
/// <param name="Treatment">In the treatment.</param>
public readonly record struct ArmSizes(double Control, double Treatment)
{
    /// <summary>Whole units in both arms together.</summary>
    public double Total => Math.Ceiling(Control) + Math.Ceiling(Treatment);

    /// <summary>Whole days until they are there.</summary>
    /// <param name="unitsPerDay">New units a day in both arms together, above 0.</param>
    public double Days(double unitsPerDay)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(unitsPerDay);
        return Math.Ceiling(Total / unitsPerDay);
    }
}
