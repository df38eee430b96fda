namespace Perto.Learning;

/// <summary>
/// Makes scores into probabilities by a logistic curve (Platt, "Probabilistic Outputs for Support Vector Machines", 1999), fitted by Newton's method with the
/// smoothed targets that Platt proposes and the step control of Lin, Lin and Weng, "A Note on Platt's Probabilistic Outputs", 2007.
/// </summary>
/// <param name="Slope">Of the log-odds over the score; 0 or more.</param>
/// <param name="Intercept">The log-odds at score 0.</param>
public readonly record struct PlattScaling(double Slope, double Intercept)
{
    private const int Iterations = 100;
    private const double Smallest = 1e-12;
    private const double Converged = 1e-9;

    /// <summary>The probability of a score, in 0..1.</summary>
    public double Probability(double score) => 1 / (1 + Math.Exp(-((Slope * score) + Intercept)));

    /// <summary>Fits the curve. Scores that fall with the outcome give a slope of 0: the order of scores is never turned round.</summary>
    /// <param name="scores">Finite scores, not empty.</param>
    /// <param name="outcomes">What happened, as many.</param>
    /// <param name="offsets">Known log-odds that are added to each (of the place that it was shown at); empty for none.</param>
    /// <exception cref="ArgumentException">Lengths differ, or a number is not finite.</exception>
    public static PlattScaling Fit(ReadOnlySpan<double> scores, ReadOnlySpan<bool> outcomes, ReadOnlySpan<double> offsets = default)
    {
        Require(scores, outcomes, offsets);
        int positives = 0;
        foreach (bool outcome in outcomes)
            positives += outcome ? 1 : 0;
        double high = (positives + 1.0) / (positives + 2.0), low = 1.0 / (outcomes.Length - positives + 2.0);
        double slope = 0, intercept = Math.Log((positives + 1.0) / (outcomes.Length - positives + 1.0));
        double loss = Loss(scores, outcomes, offsets, high, low, slope, intercept);
        for (int iteration = 0; iteration < Iterations; iteration++)
        {
            double g0 = 0, g1 = 0, h00 = Smallest, h01 = 0, h11 = Smallest;
            for (int i = 0; i < scores.Length; i++)
            {
                double p = 1 / (1 + Math.Exp(-((slope * scores[i]) + intercept + Offset(offsets, i))));
                double error = p - (outcomes[i] ? high : low), weight = p * (1 - p);
                g0 += error;
                g1 += error * scores[i];
                h00 += weight;
                h01 += weight * scores[i];
                h11 += weight * scores[i] * scores[i];
            }
            double determinant = (h00 * h11) - (h01 * h01);
            if (Math.Abs(g0) + Math.Abs(g1) < Converged * scores.Length || !(determinant > 0))
                break;
            double byIntercept = ((h11 * g0) - (h01 * g1)) / determinant, bySlope = ((h00 * g1) - (h01 * g0)) / determinant;
            double step = 1;
            for (; step > Smallest; step /= 2)
            {
                double moved = Loss(scores, outcomes, offsets, high, low, slope - (step * bySlope), intercept - (step * byIntercept));
                if (moved >= loss)
                    continue;
                slope -= step * bySlope;
                intercept -= step * byIntercept;
                loss = moved;
                break;
            }
            if (step <= Smallest)
                break;
        }
        return new PlattScaling(Math.Max(0, slope), intercept);
    }

    private static double Loss(
        ReadOnlySpan<double> scores, ReadOnlySpan<bool> outcomes, ReadOnlySpan<double> offsets, double high, double low, double slope, double intercept)
    {
        double sum = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            double odds = (slope * scores[i]) + intercept + Offset(offsets, i), target = outcomes[i] ? high : low;
            // ln(1 + e^odds) - target * odds, without overflow.
            sum += Math.Max(odds, 0) + Math.Log(1 + Math.Exp(-Math.Abs(odds))) - (target * odds);
        }
        return sum;
    }

    private static void RequireFinite(ReadOnlySpan<double> numbers, string name)
    {
        foreach (double number in numbers)
        {
            if (!double.IsFinite(number))
                throw new ArgumentException($"{name} must be finite numbers; got {number}");
        }
    }

    private static double Offset(ReadOnlySpan<double> offsets, int i) => offsets.IsEmpty ? 0 : offsets[i];

    private static void Require(ReadOnlySpan<double> scores, ReadOnlySpan<bool> outcomes, ReadOnlySpan<double> offsets)
    {
        if (scores.IsEmpty || scores.Length != outcomes.Length || (!offsets.IsEmpty && offsets.Length != scores.Length))
            throw new ArgumentException($"there must be as many scores as outcomes, and offsets if any; got {scores.Length}, {outcomes.Length} and {offsets.Length}");
        RequireFinite(scores, "scores");
        RequireFinite(offsets, "offsets");
    }
}
