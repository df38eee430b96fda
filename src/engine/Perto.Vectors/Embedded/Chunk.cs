namespace Perto.Vectors;

/// <summary>
/// Up to <see cref="Rows"/> rows of a table, by column. Rows are written once, before a snapshot shows them; afterwards only the moment of
/// their deletion changes.
/// </summary>
internal sealed class Chunk
{
    /// <summary>
    /// Rows in a full chunk: 1.5 MB of a 384-dimensional vector, so that four queries of a batch find it in the shared cache.
    /// </summary>
    public const int Rows = 1024;

    // Made when the first row needs them, filled before they are seen.
    private volatile long[]? _deletedAt;
    private volatile long[]? _expiresAt;

    public Chunk(RowTable table, int capacity)
    {
        Ids = new string[capacity];
        Vectors = [.. table.Schema.Vectors.Select(field => new VectorColumn(field, capacity))];
        Payload = [.. table.Schema.Payload.Select((field, i) => PayloadColumn.Create(field.Kind, table.Keywords[i], capacity))];
    }

    private Chunk(Chunk from, int capacity)
    {
        Ids = new string[capacity];
        from.Ids.CopyTo(Ids, 0);
        Vectors = Array.ConvertAll(from.Vectors, column => column.Grown(capacity));
        Payload = Array.ConvertAll(from.Payload, column => column.Grown(capacity));
        _deletedAt = Grown(from._deletedAt, capacity);
        _expiresAt = Grown(from._expiresAt, capacity);
    }

    public int Capacity => Ids.Length;

    public string[] Ids { get; }

    public VectorColumn[] Vectors { get; }

    public PayloadColumn[] Payload { get; }

    public long Bytes =>
        Vectors.Sum(column => column.Bytes) + Payload.Sum(column => column.Bytes)
        + (Ids.Length * (long)IntPtr.Size) + (((_deletedAt?.Length ?? 0) + (_expiresAt?.Length ?? 0)) * (long)sizeof(long));

    public Chunk Grown(int capacity) => new(this, capacity);

    /// <summary>When a row expires, in Unix microseconds; <see cref="long.MaxValue"/> for never.</summary>
    public long ExpiresAt(int row) => _expiresAt is { } expiresAt ? expiresAt[row] : long.MaxValue;

    public void SetExpiry(int row, long expiresAt)
    {
        if (expiresAt != long.MaxValue)
            (_expiresAt ??= Never()).AsSpan()[row] = expiresAt;
    }

    /// <summary>Deletes a row for snapshots of <paramref name="version"/> and later.</summary>
    public void SetDeleted(int row, long version) => Volatile.Write(ref (_deletedAt ??= Never())[row], version);

    /// <summary>Whether a snapshot of <paramref name="version"/> shows a row at <paramref name="now"/>.</summary>
    public bool IsLive(int row, long version, long now) =>
        (_deletedAt is not { } deletedAt || Volatile.Read(ref deletedAt[row]) > version) && ExpiresAt(row) > now;

    /// <summary>
    /// Which of the first <paramref name="rows"/> rows a snapshot of <paramref name="version"/> shows at <paramref name="now"/>.
    /// </summary>
    public void Live(int rows, long version, long now, Span<ulong> bits)
    {
        if (_deletedAt is { } deletedAt)
            RowBits.Fill(new Later(deletedAt, version), rows, bits);
        else
            RowBits.SetFirst(rows, bits);

        if (_expiresAt is { } expiresAt)
        {
            Span<ulong> unexpired = stackalloc ulong[RowBits.Words];
            RowBits.Fill(new Later(expiresAt, now), rows, unexpired);
            RowBits.And(bits, unexpired);
        }
    }

    private static long[]? Grown(long[]? from, int capacity)
    {
        if (from is null)
            return null;
        long[] grown = new long[capacity];
        Array.Fill(grown, long.MaxValue);
        from.CopyTo(grown, 0);
        return grown;
    }

    private long[] Never()
    {
        long[] never = new long[Capacity];
        Array.Fill(never, long.MaxValue);
        return never;
    }

    private readonly struct Later(long[] moments, long than) : IRowTest
    {
        public bool Passes(int row) => Volatile.Read(ref moments[row]) > than;
    }
}
