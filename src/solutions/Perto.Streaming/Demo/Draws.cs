using Perto.Numerics;

namespace Perto.Streaming;

/// <summary>Draws that the generator needs again and again.</summary>
internal static class Draws
{
    public static double[] Normals(SeededRandom random, int count, double scale = 1)
    {
        var vector = new double[count];
        for (int i = 0; i < count; i++)
            vector[i] = scale * random.Normal();
        return vector;
    }

    /// <summary>One of some things in proportion to their parts, which sum to 1.</summary>
    public static T Of<T>(SeededRandom random, IReadOnlyList<(T Thing, double Part)> things)
    {
        double left = random.NextDouble();
        foreach ((T thing, double part) in things)
        {
            left -= part;
            if (left < 0)
                return thing;
        }

        return things[^1].Thing;
    }

    /// <summary>A place in proportion to non-negative weights.</summary>
    public static int Weighted(SeededRandom random, ReadOnlySpan<double> weights)
    {
        double sum = 0;
        foreach (double weight in weights)
            sum += weight;
        double left = random.NextDouble() * sum;
        for (int i = 0; i < weights.Length - 1; i++)
        {
            left -= weights[i];
            if (left < 0)
                return i;
        }

        return weights.Length - 1;
    }
}
