namespace Perto.Learning;

/// <summary>What is believed of an effect before the experiment: N(mean, deviation²).</summary>
/// <param name="Mean">The effect that is expected.</param>
/// <param name="Deviation">How far effects are from it, above 0; infinite where nothing is believed.</param>
public readonly record struct NormalPrior(double Mean, double Deviation)
{
    /// <summary>Nothing is believed: the flat, improper prior.</summary>
    public static NormalPrior Flat { get; } = new(0, double.PositiveInfinity);

    /// <summary>Relative effects are mostly within 30 %: GrowthBook's proper prior.</summary>
    public static NormalPrior Modest { get; } = new(0, 0.3);

    /// <summary>A prior of relative effects as one of absolute effects (or back, by 1 / |baseline|).</summary>
    /// <param name="factor">The size of the control's value; not 0.</param>
    public NormalPrior ScaledBy(double factor) => new(Mean * Math.Abs(factor), Deviation * Math.Abs(factor));
}
