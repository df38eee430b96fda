namespace Perto.Vectors;

/// <summary>Vectors brought to length 1.</summary>
internal static class UnitVector
{
    /// <summary>
    /// Writes <paramref name="vector"/> at length 1 and returns its length. In double, so that neither large nor denormal values are
    /// lost.
    /// </summary>
    public static double Write(ReadOnlySpan<float> vector, Span<float> unit)
    {
        double squares = 0;
        foreach (float value in vector)
            squares += (double)value * value;
        double length = Math.Sqrt(squares);
        for (int i = 0; i < vector.Length; i++)
            unit[i] = (float)(vector[i] / length);
        return length;
    }
}
