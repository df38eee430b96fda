namespace Perto.Vectors;

/// <summary>
/// Single rows of a table, for indexes that know rows by their numbers. It holds the memory that its spans lie in: keep the array, or the
/// <see cref="CollectionSnapshot"/> that it came from, alive behind the last use of a span.
/// </summary>
/// <param name="chunks">The chunks of a snapshot or of the writer.</param>
internal readonly struct RowReader(Chunk[] chunks)
{
    /// <summary>A dense vector as it is stored: at length 1 where the metric is cosine. Anything where the row has none.</summary>
    public ReadOnlySpan<float> Vector(int field, int row) => ((DenseColumn)Column(field, row)).Row(row % Chunk.Rows);

    /// <summary>A vector of bits. Anything where the row has none.</summary>
    public ReadOnlySpan<byte> BitsOf(int field, int row) => ((BitsColumn)Column(field, row)).Row(row % Chunk.Rows);

    /// <summary>The dimensions of a sparse vector, ascending; none where the row has no such vector.</summary>
    public ReadOnlySpan<uint> SparseDimensions(int field, int row) => ((SparseColumn)Column(field, row)).Dimensions(row % Chunk.Rows);

    /// <summary>The value of each dimension of a sparse vector.</summary>
    public ReadOnlySpan<float> SparseValues(int field, int row) => ((SparseColumn)Column(field, row)).Values(row % Chunk.Rows);

    public bool HasVector(int field, int row) => Column(field, row).Has(row % Chunk.Rows);

    /// <summary>Asks the processor to fetch a dense vector that will be read soon.</summary>
    public void PrefetchVector(int field, int row) => ((DenseColumn)Column(field, row)).Prefetch(row % Chunk.Rows);

    /// <summary>Whether a snapshot of <paramref name="version"/> shows a row at <paramref name="now"/>.</summary>
    public bool IsLive(int row, long version, long now) => chunks[row / Chunk.Rows].IsLive(row % Chunk.Rows, version, now);

    /// <summary>The id of a row in UTF-8.</summary>
    public ReadOnlySpan<byte> Id(int row) => chunks[row / Chunk.Rows].Id(row % Chunk.Rows);

    /// <summary>Compares the ids of two rows: the order of UTF-8 bytes, which is that of code points.</summary>
    public int CompareIds(int row, int other) => Id(row).SequenceCompareTo(Id(other));

    private VectorColumn Column(int field, int row) => chunks[row / Chunk.Rows].Vectors[field];
}
