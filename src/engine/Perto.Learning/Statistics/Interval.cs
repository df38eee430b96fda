namespace Perto.Learning;

/// <summary>A confidence or credible interval. An end that a one-sided interval does not have is infinite.</summary>
/// <param name="Lower">The lower end.</param>
/// <param name="Upper">The upper end.</param>
public readonly record struct Interval(double Lower, double Upper)
{
    /// <summary>Whether a number lies in it, its ends included.</summary>
    public bool Contains(double value) => value >= Lower && value <= Upper;

    internal static Interval Around(double estimate, double halfWidth, Alternative alternative) => alternative switch
    {
        Alternative.Greater => new(estimate - halfWidth, double.PositiveInfinity),
        Alternative.Less => new(double.NegativeInfinity, estimate + halfWidth),
        _ => new(estimate - halfWidth, estimate + halfWidth),
    };
}
