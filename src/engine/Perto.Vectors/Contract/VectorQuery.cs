namespace Perto.Vectors;

/// <summary>Asks for the records nearest to a vector.</summary>
/// <param name="vector">The name of the vector field to search.</param>
/// <param name="value">The query, of the field's kind and dimension. It must not change until the search returns.</param>
public sealed class VectorQuery(string vector, VectorValue value)
{
    /// <summary>Largest accepted <see cref="K"/>.</summary>
    public const int MaxK = 10_000;

    /// <summary>Largest accepted <see cref="Ef"/>.</summary>
    public const int MaxEf = VectorIndexSettings.MaxSearchEf;

    /// <summary>The name of the vector field to search.</summary>
    public string Vector { get; } = vector;

    /// <summary>
    /// The query vector. A search of a sparse field finds the records that share a dimension with it; those that share none are not hits.
    /// </summary>
    public VectorValue Value { get; } = value;

    /// <summary>How many records to return, 1 to <see cref="MaxK"/>. Fewer come back only where fewer match.</summary>
    public int K { get; init; } = 10;

    /// <summary>Which records may be found; all, if <see langword="null"/>.</summary>
    public Filter? Filter { get; init; }

    /// <summary>Leaves out what scores lower; see <see cref="SearchHit.Score"/> for the scale.</summary>
    public float? MinimumScore { get; init; }

    /// <summary>Compares with every record that matches instead of using an approximate index.</summary>
    public bool Exact { get; init; }

    /// <summary>
    /// Candidates that an approximate index looks at, 1 to <see cref="MaxEf"/>, and at least <see cref="K"/>: more find better and take
    /// longer. That of the field, if <see langword="null"/>.
    /// </summary>
    public int? Ef { get; init; }

    /// <summary>Lets a value of a payload field have only so many hits; no limit, if <see langword="null"/>.</summary>
    public GroupBy? Group { get; init; }

    /// <summary>Whether hits carry their vectors.</summary>
    public bool IncludeVectors { get; init; }

    /// <summary>Whether hits carry their payload.</summary>
    public bool IncludePayload { get; init; } = true;
}
