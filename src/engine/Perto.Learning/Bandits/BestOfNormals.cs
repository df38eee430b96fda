namespace Perto.Learning;

/// <summary>With which probability each of several independent normal variables is the greatest.</summary>
/// <remarks>
/// P(i) = integral of density_i(x) * product over j other than i of cdf_j(x), by Gauss-Legendre quadrature with eight nodes on each piece between the
/// points at which one of the distribution functions bends: for two variables that is the known formula to nine digits.
/// </remarks>
internal static class BestOfNormals
{
    // Beyond eight standard deviations there is less than 1e-15.
    private static readonly double[] Bends = [-8, -5, -3.5, -2.5, -1.75, -1, -0.5, 0, 0.5, 1, 1.75, 2.5, 3.5, 5, 8];

    private static readonly double[] Nodes = [0.1834346424956498, 0.5255324099163290, 0.7966664774136267, 0.9602898564975363];

    private static readonly double[] Weights = [0.3626837833783620, 0.3137066458778873, 0.2223810344533745, 0.1012285362903763];

    // More pieces than this say nothing more: neighbouring bends of very many variables are taken together.
    private const int MostPieces = 2_000;

    private const double Least = 1e-150;

    // A deviation that is lost in the digits of the mean is none.
    private const double Lost = 1e-12;

    /// <param name="means">The means; finite.</param>
    /// <param name="deviations">The standard deviations, 0 and up. Variables of no deviation that tie for the greatest share their probability.</param>
    /// <param name="probabilities">Takes the probabilities; they sum to 1.</param>
    public static void Probabilities(ReadOnlySpan<double> means, ReadOnlySpan<double> deviations, Span<double> probabilities)
    {
        probabilities.Clear();
        double certain = double.NegativeInfinity, lowest = double.NegativeInfinity;
        for (int i = 0; i < means.Length; i++)
        {
            if (IsCertain(means[i], deviations[i]))
                certain = Math.Max(certain, means[i]);
            lowest = Math.Max(lowest, means[i] + (Bends[0] * deviations[i]));
        }
        // Below the highest lower end nothing is the greatest; whoever ends below it never is.
        double from = Math.Max(certain, lowest);
        int[] uncertain = [.. Range(means, deviations, from)];
        Integrate(means, deviations, uncertain, from, probabilities);

        // What is left belongs to the variables that are certain.
        double rest = 1;
        int tied = 0;
        for (int i = 0; i < means.Length; i++)
        {
            rest -= probabilities[i];
            if (means[i] == certain && IsCertain(means[i], deviations[i]))
                tied++;
        }
        for (int i = 0; i < means.Length && tied > 0; i++)
        {
            if (means[i] == certain && IsCertain(means[i], deviations[i]))
                probabilities[i] = Math.Max(0, rest) / tied;
        }
        double sum = 0;
        foreach (double probability in probabilities)
            sum += probability;
        for (int i = 0; i < probabilities.Length; i++)
            probabilities[i] /= sum;
    }

    private static bool IsCertain(double mean, double deviation) => deviation <= Math.Max(Lost * Math.Abs(mean), Least);

    private static List<int> Range(ReadOnlySpan<double> means, ReadOnlySpan<double> deviations, double from)
    {
        var found = new List<int>();
        for (int i = 0; i < means.Length; i++)
        {
            if (!IsCertain(means[i], deviations[i]) && means[i] + (Bends[^1] * deviations[i]) > from)
                found.Add(i);
        }
        return found;
    }

    private static void Integrate(
        ReadOnlySpan<double> means, ReadOnlySpan<double> deviations, ReadOnlySpan<int> uncertain, double from, Span<double> probabilities)
    {
        double[] points = Points(means, deviations, uncertain, from);
        Span<double> below = uncertain.Length <= 128 ? stackalloc double[2 * uncertain.Length] : new double[2 * uncertain.Length];
        for (int piece = 0; piece + 1 < points.Length; piece++)
        {
            double middle = (points[piece] + points[piece + 1]) / 2, half = (points[piece + 1] - points[piece]) / 2;
            if (half <= 0)
                continue;
            for (int node = 0; node < Nodes.Length; node++)
            {
                At(means, deviations, uncertain, middle - (half * Nodes[node]), half * Weights[node], below, probabilities);
                At(means, deviations, uncertain, middle + (half * Nodes[node]), half * Weights[node], below, probabilities);
            }
        }
    }

    private static double[] Points(ReadOnlySpan<double> means, ReadOnlySpan<double> deviations, ReadOnlySpan<int> uncertain, double from)
    {
        var points = new List<double>((Bends.Length * uncertain.Length) + 1) { from };
        foreach (int i in uncertain)
        {
            foreach (double bend in Bends)
            {
                if (means[i] + (bend * deviations[i]) is var point && point > from)
                    points.Add(point);
            }
        }
        points.Sort();
        int every = (points.Count + MostPieces - 1) / MostPieces;
        return every <= 1 ? [.. points] : [.. points.Where((_, at) => at % every == 0 || at == points.Count - 1)];
    }

    // The certain ones are below x everywhere here.
    private static void At(
        ReadOnlySpan<double> means,
        ReadOnlySpan<double> deviations,
        ReadOnlySpan<int> uncertain,
        double x,
        double weight,
        Span<double> memory,
        Span<double> probabilities)
    {
        Span<double> below = memory[..uncertain.Length], behind = memory[uncertain.Length..];
        for (int i = 0; i < uncertain.Length; i++)
        {
            below[i] = Distributions.NormalCdf((x - means[uncertain[i]]) / deviations[uncertain[i]]);
            // Surely above x: neither it nor any other is the greatest at x.
            if (below[i] <= 0)
                return;
        }
        // All others are below x: the product of those before and that of those behind.
        double product = 1;
        for (int i = uncertain.Length - 1; i >= 0; i--)
        {
            behind[i] = product;
            product *= below[i];
        }
        double before = weight;
        for (int i = 0; i < uncertain.Length; i++)
        {
            int variable = uncertain[i];
            probabilities[variable] += before * behind[i] * Distributions.NormalDensity((x - means[variable]) / deviations[variable]) / deviations[variable];
            before *= below[i];
        }
    }
}
