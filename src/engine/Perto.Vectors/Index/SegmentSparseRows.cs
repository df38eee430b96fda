namespace Perto.Vectors;

/// <summary>The sparse vectors of a segment's rows.</summary>
internal sealed class SegmentSparseRows(Chunk[] chunks, int field, int count) : ISparseRows
{
    private readonly RowReader _reader = new(chunks);

    public int Count => count;

    public ReadOnlySpan<uint> Dimensions(int row) => _reader.SparseDimensions(field, row);

    public ReadOnlySpan<float> Values(int row) => _reader.SparseValues(field, row);
}
