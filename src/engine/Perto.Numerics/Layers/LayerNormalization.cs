using System.Numerics;

namespace Perto.Numerics;

/// <summary>
/// Layer normalisation (Ba, Kiros and Hinton 2016): each row is brought to mean 0 and variance 1, then scaled and shifted. Immutable and thread-safe.
/// </summary>
public sealed unsafe class LayerNormalization
{
    private readonly PinnedBlock _scaleAndShift;
    private readonly int _padded;
    private readonly float _epsilon;

    /// <param name="scale">The factor of each value.</param>
    /// <param name="shift">What is added to each value.</param>
    /// <param name="epsilon">What is added to the variance.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public LayerNormalization(ReadOnlySpan<float> scale, ReadOnlySpan<float> shift, float epsilon)
    {
        if (scale.Length != shift.Length)
            throw new ArgumentException($"scale and shift must have one length; got {scale.Length} and {shift.Length}");
        Columns = scale.Length;
        _epsilon = epsilon;
        _padded = LayerTile.PaddedColumns(Columns);
        _scaleAndShift = new PinnedBlock(2L * _padded * sizeof(float));
        scale.CopyTo(new Span<float>(_scaleAndShift.Pointer, Columns));
        shift.CopyTo(new Span<float>((float*)_scaleAndShift.Pointer + _padded, Columns));
    }

    /// <summary>Length of a row.</summary>
    public int Columns { get; }

    /// <summary>Normalises rows in place.</summary>
    /// <param name="values">Row-major.</param>
    /// <param name="stride">Values from one row to the next.</param>
    /// <param name="rows">How many rows.</param>
    public void Apply(float* values, nint stride, int rows)
    {
        float* scale = (float*)_scaleAndShift.Pointer;
        for (int row = 0; row < rows; row++)
            ApplyToRow(values + (row * stride), scale, scale + _padded);
        GC.KeepAlive(this);
    }

    private void ApplyToRow(float* values, float* scale, float* shift)
    {
        int width = Vector<float>.Count;
        int whole = Columns / width * width;
        Vector<float> sums = Vector<float>.Zero;
        for (int i = 0; i < whole; i += width)
            sums += Vector.Load(values + i);
        float sum = Vector.Sum(sums);
        for (int i = whole; i < Columns; i++)
            sum += values[i];
        float mean = sum / Columns;

        Vector<float> means = new(mean);
        Vector<float> squares = Vector<float>.Zero;
        for (int i = 0; i < whole; i += width)
        {
            Vector<float> deviation = Vector.Load(values + i) - means;
            squares = Vector.FusedMultiplyAdd(deviation, deviation, squares);
        }

        float square = Vector.Sum(squares);
        for (int i = whole; i < Columns; i++)
            square += (values[i] - mean) * (values[i] - mean);
        float inverse = 1 / MathF.Sqrt((square / Columns) + _epsilon);

        Vector<float> inverses = new(inverse);
        for (int i = 0; i < whole; i += width)
        {
            Vector<float> normal = (Vector.Load(values + i) - means) * inverses;
            Vector.FusedMultiplyAdd(normal, Vector.Load(scale + i), Vector.Load(shift + i)).Store(values + i);
        }

        for (int i = whole; i < Columns; i++)
            values[i] = ((values[i] - mean) * inverse * scale[i]) + shift[i];
    }
}
