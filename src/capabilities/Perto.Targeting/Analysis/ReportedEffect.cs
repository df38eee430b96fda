using Perto.Learning;

namespace Perto.Targeting;

/// <summary>An effect with its interval; an end that a one-sided interval does not have is absent.</summary>
/// <param name="Estimate">The effect.</param>
/// <param name="StandardError">Of the estimate.</param>
/// <param name="Lower">Lower end of the interval.</param>
/// <param name="Upper">Upper end of it.</param>
/// <param name="PValue">0 to 1.</param>
public sealed record ReportedEffect(double Estimate, double StandardError, double? Lower, double? Upper, double PValue)
{
    /// <summary>From the result of a test.</summary>
    public static ReportedEffect Of(TestResult test) =>
        new(test.Estimate, test.StandardError, Finite(test.Interval.Lower), Finite(test.Interval.Upper), test.PValue);

    private static double? Finite(double end) => double.IsFinite(end) ? end : null;
}
