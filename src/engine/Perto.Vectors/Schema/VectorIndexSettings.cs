namespace Perto.Vectors;

/// <summary>
/// How the approximate index over a vector field is built and searched. A collection keeps the settings it was created with; providers
/// map them to their own and leave out what they have no setting for.
/// </summary>
public sealed record VectorIndexSettings
{
    /// <summary>Fewest accepted <see cref="Links"/>.</summary>
    public const int MinLinks = 4;

    /// <summary>Most accepted <see cref="Links"/>.</summary>
    public const int MaxLinks = 64;

    /// <summary>Largest accepted <see cref="BuildEf"/>.</summary>
    public const int MaxBuildEf = 1_000;

    /// <summary>Smallest accepted <see cref="SearchEf"/>.</summary>
    public const int MinSearchEf = 10;

    /// <summary>Largest accepted <see cref="SearchEf"/>.</summary>
    public const int MaxSearchEf = 4_096;

    /// <summary>Largest accepted <see cref="GraphFrom"/>.</summary>
    public const int MaxGraphFrom = 1_000_000;

    /// <summary>The settings of a field that gives none.</summary>
    public static VectorIndexSettings Default { get; } = new();

    /// <summary>How vectors are kept for the search of candidates.</summary>
    public VectorCodes Codes { get; init; } = VectorCodes.Int8;

    /// <summary>Neighbours of a record in the graph (M), 4 to 64.</summary>
    public int Links { get; init; } = 16;

    /// <summary>Candidates looked at for a record's neighbours (efConstruction), from the number of links to 1,000.</summary>
    public int BuildEf { get; init; } = 200;

    /// <summary>
    /// Candidates looked at by a search that does not say how many (ef), 10 to 4,096.
    /// </summary>
    public int SearchEf { get; init; } = 64;

    /// <summary>
    /// Records from which on a graph is built, 1 to 1,000,000; fewer are scanned. As many as are compared in a millisecond or so, by
    /// the length of a vector, if <see langword="null"/>.
    /// </summary>
    public int? GraphFrom { get; init; }

    /// <summary>The same writes in the same order build the same graph. Building then uses one thread.</summary>
    public bool Deterministic { get; init; }

    /// <exception cref="VectorStoreException">A setting is out of its range.</exception>
    internal void Check(string path)
    {
        if (!Enum.IsDefined(Codes))
            throw new VectorStoreException($"{path}.codes", Codes, string.Join(", ", Enum.GetNames<VectorCodes>()));
        if (Links is < MinLinks or > MaxLinks)
            throw new VectorStoreException($"{path}.links", Links, $"{MinLinks}..{MaxLinks}");
        if (BuildEf < Links || BuildEf > MaxBuildEf)
            throw new VectorStoreException($"{path}.build_ef", BuildEf, $"{Links}..{MaxBuildEf}, from the number of links on");
        if (GraphFrom is < 1 or > MaxGraphFrom)
            throw new VectorStoreException($"{path}.graph_from", GraphFrom, $"1..{MaxGraphFrom}, or nothing");
        if (SearchEf is < MinSearchEf or > MaxSearchEf)
            throw new VectorStoreException($"{path}.search_ef", SearchEf, $"{MinSearchEf}..{MaxSearchEf}");
    }
}
