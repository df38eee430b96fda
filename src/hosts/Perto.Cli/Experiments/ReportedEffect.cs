using Perto.Learning;

namespace Perto.Cli;

/// <summary>An effect with its interval; an end that a one-sided interval does not have is absent.</summary>
internal sealed record ReportedEffect(double Estimate, double StandardError, double? Lower, double? Upper, double PValue)
{
    public static ReportedEffect Of(TestResult test) =>
        new(test.Estimate, test.StandardError, Finite(test.Interval.Lower), Finite(test.Interval.Upper), test.PValue);

    private static double? Finite(double end) => double.IsFinite(end) ? end : null;
}
