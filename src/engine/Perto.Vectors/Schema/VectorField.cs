namespace Perto.Vectors;

/// <summary>A named dense vector of every record.</summary>
/// <param name="Name">Its name in the schema.</param>
/// <param name="Dimension">How many values it has, 1 to <see cref="MaxDimension"/>.</param>
/// <param name="Metric">How it is compared.</param>
public sealed record VectorField(string Name, int Dimension, Metric Metric)
{
    /// <summary>Largest accepted dimension.</summary>
    public const int MaxDimension = 4096;

    /// <summary>
    /// Largest accepted magnitude of a value: sums of squares over every dimension stay inside float, so scores are always finite.
    /// </summary>
    public const float MaxMagnitude = 1e15f;

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: dense {Dimension} {Metric}";
}
