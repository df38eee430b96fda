namespace Perto.Vectors.Tests;

/// <summary>Sparse vectors in which few dimensions are frequent and most are rare, as words are.</summary>
internal static class RandomRows
{
    /// <summary>A row of up to <paramref name="longest"/> dimensions; one in ten is empty.</summary>
    public static (uint[] Dimensions, float[] Values) Row(Random random, int vocabulary, int longest, Func<Random, float> value)
    {
        if (random.Next(10) == 0)
            return ([], []);
        SortedSet<uint> dimensions = [];
        for (int i = random.Next(longest) + 1; i > 0; i--)
            dimensions.Add(Dimension(random, vocabulary));
        return ([.. dimensions], [.. dimensions.Select(_ => value(random))]);
    }

    public static List<(uint[] Dimensions, float[] Values)> Many(
        Random random, int count, int vocabulary, int longest, Func<Random, float> value) =>
        [.. Enumerable.Range(0, count).Select(_ => Row(random, vocabulary, longest, value))];

    /// <summary>Distinct dimensions like those of the rows, and one that no row has.</summary>
    public static uint[] Query(Random random, int vocabulary, int length)
    {
        SortedSet<uint> dimensions = [uint.MaxValue - 1];
        for (int i = 0; i < length; i++)
            dimensions.Add(Dimension(random, vocabulary));
        return [.. dimensions];
    }

    /// <summary>Mostly once, sometimes more often, rarely beyond a byte or no whole number.</summary>
    public static float Frequency(Random random) => random.Next(300) switch
    {
        0 => 400,
        1 => 0.25f,
        < 150 => 1,
        _ => random.Next(1, 6),
    };

    /// <summary>Of either sign, of very different magnitude, some of them whole, some equal, some 0.</summary>
    public static float Signed(Random random) => random.Next(6) switch
    {
        0 => random.Next(-3, 4),
        1 => -MathF.Exp((random.NextSingle() * 40) - 20),
        2 => MathF.Exp((random.NextSingle() * 40) - 20),
        _ => random.NextSingle() - 0.3f,
    };

    // The rank is uniform in its logarithm. Dimensions reach from 0 to the greatest there is.
    private static uint Dimension(Random random, int vocabulary)
    {
        uint rank = (uint)Math.Pow(vocabulary, random.NextDouble()) - 1;
        return (rank * 0x9E3779B1u) ^ (rank % 7 == 3 ? uint.MaxValue : 0);
    }
}
