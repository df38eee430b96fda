namespace Perto.Vectors;

/// <summary>A moment a row in Unix microseconds; <see cref="long.MaxValue"/> for never.</summary>
internal sealed class Moments
{
    private ColumnMemory<long> _micros;

    public Moments(int capacity)
    {
        _micros = ColumnMemory<long>.Zeroed(capacity);
        _micros.Writable.Fill(long.MaxValue);
    }

    public Moments(ColumnMemory<long> micros) => _micros = micros;

    public long HeldBytes => _micros.HeldBytes;

    public ReadOnlySpan<long> All => _micros.All;

    public long this[int row] => _micros[row];

    public void Set(int row, long micros) => _micros.Writable[row] = micros;

    public Moments Grown(int capacity)
    {
        Moments grown = new(capacity);
        All.CopyTo(grown._micros.Writable);
        return grown;
    }
}
