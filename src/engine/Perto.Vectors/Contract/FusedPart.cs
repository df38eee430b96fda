namespace Perto.Vectors;

/// <summary>One vector of a <see cref="FusedQuery"/>.</summary>
/// <param name="vector">The name of the vector field to search.</param>
/// <param name="value">The query, of the field's kind and dimension. It must not change until the search returns.</param>
public sealed class FusedPart(string vector, VectorValue value)
{
    /// <summary>The name of the vector field to search.</summary>
    public string Vector { get; } = vector;

    /// <summary>The query vector.</summary>
    public VectorValue Value { get; } = value;

    /// <summary>What its ranks or scores are multiplied by: finite and greater than 0.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>
    /// How many of its best records take part in the fusion, 1 to <see cref="VectorQuery.MaxK"/>; the query's K, where that is more.
    /// </summary>
    public int Candidates { get; init; } = 100;

    /// <inheritdoc cref="VectorQuery.Ef"/>
    public int? Ef { get; init; }
}
