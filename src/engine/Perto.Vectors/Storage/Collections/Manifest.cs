namespace Perto.Vectors.Storage;

/// <summary>What a collection is made of. The one that has the name <c>manifest</c> holds; files that it does not name are left over.</summary>
internal sealed record Manifest
{
    public required string Tenant { get; init; }

    public required string Name { get; init; }

    public required IReadOnlyList<VectorField> Vectors { get; init; }

    public required IReadOnlyList<PayloadField> Payload { get; init; }

    /// <summary>How often the rows got new numbers.</summary>
    public required long Generation { get; init; }

    /// <summary>How many rows a segment takes.</summary>
    public required int RowsOfSegment { get; init; }

    /// <summary>The version that the files show.</summary>
    public required long Version { get; init; }

    /// <summary>Rows in the order of their numbers; all segments but the last are full.</summary>
    public required IReadOnlyList<ManifestSegment> Segments { get; init; }

    /// <summary>How many rows are deleted.</summary>
    public required int Dead { get; init; }

    /// <summary>Number of the file that says which; 0 for none.</summary>
    public required long Tombstones { get; init; }

    /// <summary>Number of the file of the graphs; 0 for none.</summary>
    public required long Graph { get; init; }

    /// <summary>The first file of the log that holds what was written since.</summary>
    public required long Log { get; init; }

    /// <summary>The sequence of the log that the files show.</summary>
    public required long Sequence { get; init; }

    public int Rows => Segments.Sum(segment => segment.Rows);

    /// <exception cref="VectorStoreException">The fields make no schema.</exception>
    public CollectionSchema Schema() => CollectionSchema.Create(schema =>
    {
        foreach (VectorField vector in Vectors)
            schema.Add(vector);
        foreach (PayloadField field in Payload)
            schema.Add(field);
    });
}
