namespace Perto.Learning;

/// <summary>What a test says of an effect.</summary>
/// <param name="Estimate">The effect, on its scale.</param>
/// <param name="StandardError">Of the estimate.</param>
/// <param name="Interval">Covers the true effect with the confidence 1 - alpha; a sequential one at all looks together.</param>
/// <param name="PValue">0 to 1: how probable an effect as far from 0 is where there is none.</param>
public readonly record struct TestResult(double Estimate, double StandardError, Interval Interval, double PValue)
{
    internal static void ThrowUnlessAlpha(double alpha)
    {
        if (!(alpha is > 0 and < 0.5))
            throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "alpha is above 0 and below 0.5");
    }
}
