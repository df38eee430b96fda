namespace Perto.Vectors;

/// <summary>Sparse vectors by row, one after another in memory. For one thread.</summary>
internal sealed class SparseRowList : ISparseRows
{
    private readonly List<int> _starts = [0];
    private uint[] _dimensions = [];
    private float[] _values = [];

    public int Count => _starts.Count - 1;

    public void Append(ReadOnlySpan<uint> dimensions, ReadOnlySpan<float> values)
    {
        int end = checked(_starts[^1] + dimensions.Length);
        if (end > _dimensions.Length)
        {
            int capacity = (int)Math.Min(Math.Max(2L * end, 64), Array.MaxLength);
            Array.Resize(ref _dimensions, capacity);
            Array.Resize(ref _values, capacity);
        }
        dimensions.CopyTo(_dimensions.AsSpan(_starts[^1]));
        values.CopyTo(_values.AsSpan(_starts[^1]));
        _starts.Add(end);
    }

    public ReadOnlySpan<uint> Dimensions(int row) => _dimensions.AsSpan(_starts[row].._starts[row + 1]);

    public ReadOnlySpan<float> Values(int row) => _values.AsSpan(_starts[row].._starts[row + 1]);
}
