using System.Runtime.InteropServices;

namespace Perto.Vectors;

/// <summary>The vectors of a field as a snapshot has them, for its graph. Rows that are deleted already stay out.</summary>
internal sealed class SnapshotVectors(CollectionSnapshot snapshot, int field) : IVectorRows
{
    private readonly bool _isBits = snapshot.Schema.Vectors[field].Kind == VectorKind.Bits;

    // What is deleted while a graph is built depends on the moment.
    private readonly bool _takesDeleted = snapshot.Schema.Vectors[field].Index.Deterministic;

    public ReadOnlySpan<byte> Vector(int row)
    {
        RowReader reader = snapshot.Reader;
        if (!reader.HasVector(field, row) || (!_takesDeleted && !reader.IsLive(row, snapshot.Version, long.MinValue)))
            return [];
        return _isBits ? reader.BitsOf(field, row) : MemoryMarshal.AsBytes(reader.Vector(field, row));
    }
}
