namespace Perto.Vectors;

// Single rows as the writer has them. A search reads with the RowReader of its snapshot: the writer may put other memory in the place of
// a chunk, and nobody but snapshots holds what was there.
internal sealed partial class RowTable
{
    public RowReader Reader => new(_chunks);

    /// <inheritdoc cref="RowReader.Vector"/>
    public ReadOnlySpan<float> Vector(int field, int row) => Reader.Vector(field, row);

    /// <inheritdoc cref="RowReader.BitsOf"/>
    public ReadOnlySpan<byte> BitsOf(int field, int row) => Reader.BitsOf(field, row);

    /// <inheritdoc cref="RowReader.HasVector"/>
    public bool HasVector(int field, int row) => Reader.HasVector(field, row);

    /// <inheritdoc cref="RowReader.PrefetchVector"/>
    public void PrefetchVector(int field, int row) => Reader.PrefetchVector(field, row);

    /// <inheritdoc cref="RowReader.IsLive"/>
    public bool IsLive(int row, long version, long now) => Reader.IsLive(row, version, now);

    /// <inheritdoc cref="RowReader.CompareIds"/>
    public int CompareIds(int row, int other) => Reader.CompareIds(row, other);
}
