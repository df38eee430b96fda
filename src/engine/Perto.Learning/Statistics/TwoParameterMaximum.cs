namespace Perto.Learning;

/// <summary>
/// The maximum of a smooth function of two positive numbers: Newton's method on their logarithms, where a step that does not rise is shortened and
/// turned towards the gradient (Levenberg 1944), so that it rises to the end from wherever it begins.
/// </summary>
internal static class TwoParameterMaximum
{
    private const int MostSteps = 200;

    /// <summary>Finds it.</summary>
    /// <param name="first">Where to begin.</param>
    /// <param name="second">Where to begin.</param>
    /// <param name="most">Ends when a number is as large as this: the maximum is infinitely far.</param>
    /// <param name="value">The function.</param>
    /// <param name="slope">Its derivatives by the numbers themselves.</param>
    public static (double First, double Second) Find(
        double first, double second, double most, Func<double, double, double> value, Func<double, double, Curvature> slope)
    {
        double best = value(first, second);
        double damping = 0;
        for (int step = 0; step < MostSteps && first < most && second < most; step++)
        {
            Curvature at = OfLogarithms(slope(first, second), first, second);
            double size = Math.Abs(at.FirstFirst) + Math.Abs(at.SecondSecond) + 1e-300;
            bool rose = false;
            while (!rose && damping < 1e12)
            {
                (double x, double y) = Step(at, damping * size);
                double newFirst = first * Math.Exp(x);
                double newSecond = second * Math.Exp(y);
                double reached = double.IsFinite(x) && double.IsFinite(y) ? value(newFirst, newSecond) : double.NaN;
                if (reached >= best)
                {
                    bool there = Math.Abs(x) + Math.Abs(y) < 1e-10;
                    (first, second, best, rose) = (newFirst, newSecond, reached, true);
                    damping = damping < 1e-6 ? 0 : damping / 10;
                    if (there)
                        return (first, second);
                }
                else
                {
                    damping = damping == 0 ? 1e-4 : damping * 10;
                }
            }
            if (!rose)
                break;
        }
        return (first, second);
    }

    // Solves (damping - Hessian) step = gradient; no step longer than a factor of e^2 either way.
    private static (double X, double Y) Step(Curvature at, double damping)
    {
        double a = damping - at.FirstFirst;
        double d = damping - at.SecondSecond;
        double b = -at.FirstSecond;
        double determinant = (a * d) - (b * b);
        // Not a hill: more damping makes it one.
        if (!(a > 0 && determinant > 0))
            return (double.NaN, double.NaN);
        double x = ((d * at.First) - (b * at.Second)) / determinant;
        double y = ((a * at.Second) - (b * at.First)) / determinant;
        double shorten = Math.Min(1, 2 / Math.Max(Math.Abs(x), Math.Abs(y)));
        return (x * shorten, y * shorten);
    }

    private static Curvature OfLogarithms(Curvature by, double first, double second) => new(
        by.First * first,
        by.Second * second,
        (by.FirstFirst * first * first) + (by.First * first),
        (by.SecondSecond * second * second) + (by.Second * second),
        by.FirstSecond * first * second);
}
