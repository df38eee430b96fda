namespace Perto.Vectors;

/// <summary>
/// One vector field of a chunk's rows. One writer sets rows that no snapshot shows yet, one after another; any thread reads the others.
/// </summary>
internal abstract class VectorColumn(Presence presence)
{
    /// <summary>Whether some row has no such vector.</summary>
    public bool HasGaps => presence.HasGaps;

    /// <summary>Bytes of the process's own memory.</summary>
    public virtual long HeldBytes => presence.HeldBytes;

    protected Presence Presence => presence;

    public static VectorColumn Create(VectorField field, int capacity) => field.Kind switch
    {
        VectorKind.Dense => new DenseColumn(field, capacity),
        VectorKind.Bits => new BitsColumn(field, capacity),
        _ => new SparseColumn(capacity),
    };

    /// <summary>The columns of all chunks of a segment.</summary>
    public static VectorColumn[] Open(VectorField field, SegmentSource source, string name) => field.Kind switch
    {
        VectorKind.Dense => DenseColumn.Open(field, source, name),
        VectorKind.Bits => BitsColumn.Open(field, source, name),
        _ => SparseColumn.Open(source, name),
    };

    public bool Has(int row) => presence[row];

    /// <summary>Which of the first <paramref name="rows"/> rows have the vector; bits beyond them may be set too.</summary>
    public void Exists(int rows, Span<ulong> bits) => presence.Exists(rows, bits);

    /// <summary>The vector as it was written, to float precision.</summary>
    public abstract VectorValue Get(int row);

    public void Set(int row, VectorValue vector)
    {
        Store(row, vector);
        presence.Set(row);
    }

    /// <summary>The row has no such vector.</summary>
    public void SetMissing(int row)
    {
        StoreNothing(row);
        presence.SetMissing(row);
    }

    /// <summary>Takes a row of another column of the same field as it is stored.</summary>
    public void Copy(int row, VectorColumn from, int fromRow)
    {
        if (!from.Has(fromRow))
        {
            SetMissing(row);
            return;
        }
        StoreCopy(row, from, fromRow);
        presence.Set(row);
    }

    /// <summary>The same rows with room for more.</summary>
    public abstract VectorColumn Grown(int capacity);

    /// <summary>Writes the columns of all chunks of a segment, of which this is one.</summary>
    public virtual void Write(SegmentSections sections, string name, VectorColumn[] chunks) =>
        sections.Presence($"{name}.present", c => chunks[c].Presence);

    protected abstract void Store(int row, VectorValue vector);

    protected abstract void StoreCopy(int row, VectorColumn from, int fromRow);

    protected abstract void StoreNothing(int row);
}
