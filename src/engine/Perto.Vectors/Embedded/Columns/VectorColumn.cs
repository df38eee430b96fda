namespace Perto.Vectors;

/// <summary>
/// One vector field of a chunk's rows, row after row. Cosine vectors are kept at length 1, so that their similarity is an inner product;
/// the scale beside each gives the vector back.
/// </summary>
internal sealed class VectorColumn
{
    private readonly VectorField _field;

    // What the stored row is multiplied by; 0 where the row has no such vector. Double, because a length may lie outside float.
    private readonly double[] _scales;

    public VectorColumn(VectorField field, int capacity)
    {
        _field = field;
        Values = GC.AllocateUninitializedArray<float>(capacity * field.Dimension);
        _scales = new double[capacity];
    }

    /// <summary>The stored values; a row without the vector holds anything.</summary>
    public float[] Values { get; }

    /// <summary>Whether some row has no such vector.</summary>
    public bool HasGaps { get; private set; }

    public long Bytes => (Values.Length * (long)sizeof(float)) + (_scales.Length * (long)sizeof(double));

    public ReadOnlySpan<float> Row(int row) => Values.AsSpan(row * _field.Dimension, _field.Dimension);

    public bool Has(int row) => _scales[row] != 0;

    /// <summary>The vector as it was written, to float precision.</summary>
    public float[] Get(int row)
    {
        float[] vector = Row(row).ToArray();
        double scale = _scales[row];
        if (scale != 1)
        {
            for (int i = 0; i < vector.Length; i++)
                vector[i] = (float)(vector[i] * scale);
        }
        return vector;
    }

    public void Set(int row, ReadOnlySpan<float> vector)
    {
        Span<float> stored = Values.AsSpan(row * _field.Dimension, _field.Dimension);
        if (_field.Metric == Metric.Cosine)
        {
            _scales[row] = UnitVector.Write(vector, stored);
        }
        else
        {
            vector.CopyTo(stored);
            _scales[row] = 1;
        }
    }

    /// <summary>The row has no such vector.</summary>
    public void SetMissing(int row)
    {
        _scales[row] = 0;
        HasGaps = true;
    }

    /// <summary>Takes a row of another column of the same field as it is stored.</summary>
    public void Copy(int row, VectorColumn from, int fromRow)
    {
        if (!from.Has(fromRow))
        {
            SetMissing(row);
            return;
        }
        from.Row(fromRow).CopyTo(Values.AsSpan(row * _field.Dimension));
        _scales[row] = from._scales[fromRow];
    }

    public VectorColumn Grown(int capacity)
    {
        VectorColumn grown = new(_field, capacity) { HasGaps = HasGaps };
        Values.CopyTo(grown.Values, 0);
        _scales.CopyTo(grown._scales, 0);
        return grown;
    }

    /// <summary>Which of the first <paramref name="rows"/> rows have the vector.</summary>
    public void Exists(int rows, Span<ulong> bits)
    {
        if (HasGaps)
            RowBits.Fill(new HasVector(_scales), rows, bits);
        else
            RowBits.SetFirst(rows, bits);
    }

    private readonly struct HasVector(double[] scales) : IRowTest
    {
        public bool Passes(int row) => scales[row] != 0;
    }
}
