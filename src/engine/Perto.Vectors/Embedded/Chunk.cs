using Perto.Numerics;

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

    /// <summary>The row before the first version of a record.</summary>
    public const int NoRow = -1;

    private readonly Utf8Strings _ids;

    // Made when the first row needs them, filled before they are seen. Deletions are of the process: no file has them.
    private volatile long[]? _deletedAt;
    private volatile int[]? _previous;
    private volatile Moments? _expiresAt;

    public Chunk(RowTable table, int capacity)
    {
        _ids = new Utf8Strings(capacity);
        Vectors = [.. table.Schema.Vectors.Select(field => VectorColumn.Create(field, capacity))];
        Payload = [.. table.Schema.Payload.Select((field, i) => PayloadColumn.Create(field.Kind, table.Keywords[i], capacity))];
    }

    public Chunk(Utf8Strings ids, VectorColumn[] vectors, PayloadColumn[] payload, ColumnMemory<long>? expiresAt)
    {
        _ids = ids;
        Vectors = vectors;
        Payload = payload;
        _expiresAt = expiresAt is { } moments ? new Moments(moments) : null;
    }

    private Chunk(Chunk from, int capacity)
    {
        _ids = from._ids.Grown(capacity);
        Vectors = Array.ConvertAll(from.Vectors, column => column.Grown(capacity));
        Payload = Array.ConvertAll(from.Payload, column => column.Grown(capacity));
        _deletedAt = Grown(from._deletedAt, capacity, long.MaxValue);
        _previous = Grown(from._previous, capacity, NoRow);
        _expiresAt = from._expiresAt?.Grown(capacity);
    }

    private Chunk(Chunk mapped, Chunk from)
    {
        _ids = mapped._ids;
        Vectors = mapped.Vectors;
        Payload = mapped.Payload;
        _expiresAt = mapped._expiresAt;
        _deletedAt = from._deletedAt;
        _previous = from._previous;
    }

    public int Capacity => _ids.Capacity;

    public VectorColumn[] Vectors { get; }

    public PayloadColumn[] Payload { get; }

    public bool HasDeletions => _deletedAt is not null;

    public bool MayExpire => _expiresAt is not null;

    /// <summary>Bytes of the process's own memory.</summary>
    public long HeldBytes =>
        Vectors.Sum(column => column.HeldBytes) + Payload.Sum(column => column.HeldBytes) + _ids.HeldBytes
        + ((_deletedAt?.Length ?? 0) * (long)sizeof(long)) + ((_previous?.Length ?? 0) * (long)sizeof(int)) + (_expiresAt?.HeldBytes ?? 0);

    public Utf8Strings Ids => _ids;

    public Chunk Grown(int capacity) => new(this, capacity);

    /// <summary>The same rows with their columns from a file.</summary>
    public Chunk Sealed(Chunk mapped) => new(mapped, this);

    public ReadOnlySpan<byte> Id(int row) => _ids[row];

    public void SetId(int row, ReadOnlySpan<byte> id) => _ids.Append(row, id, StableHash.Of(id));

    /// <summary>The row of the version that a row replaced, deleted or not; <see cref="NoRow"/> for the first.</summary>
    public int Previous(int row) => _previous is { } previous ? previous[row] : NoRow;

    public void SetPrevious(int row, int previous)
    {
        if (previous != NoRow)
            (_previous ??= Filled(NoRow)).AsSpan()[row] = previous;
    }

    /// <summary>When a row expires, in Unix microseconds; <see cref="long.MaxValue"/> for never.</summary>
    public long ExpiresAt(int row) => _expiresAt is { } expiresAt ? expiresAt[row] : long.MaxValue;

    public void SetExpiry(int row, long expiresAt)
    {
        if (expiresAt != long.MaxValue)
            (_expiresAt ??= new Moments(Capacity)).Set(row, expiresAt);
    }

    /// <summary>The snapshot that a row's deletion begins with; <see cref="long.MaxValue"/> if it is not deleted.</summary>
    public long DeletedAt(int row) => _deletedAt is { } deletedAt ? Volatile.Read(ref deletedAt[row]) : long.MaxValue;

    /// <summary>Deletes a row for snapshots of <paramref name="version"/> and later.</summary>
    public void SetDeleted(int row, long version) => Volatile.Write(ref (_deletedAt ??= Filled(long.MaxValue))[row], version);

    /// <summary>Whether a snapshot of <paramref name="version"/> shows a row at <paramref name="now"/>.</summary>
    public bool IsLive(int row, long version, long now) => DeletedAt(row) > version && ExpiresAt(row) > now;

    /// <summary>
    /// Which of the first <paramref name="rows"/> rows a snapshot of <paramref name="version"/> shows at <paramref name="now"/>.
    /// </summary>
    public void Live(int rows, long version, long now, Span<ulong> bits)
    {
        if (_deletedAt is { } deletedAt)
            RowBits.Fill(new LaterThan(deletedAt, version), rows, bits);
        else
            RowBits.SetFirst(rows, bits);

        if (_expiresAt is { } expiresAt)
        {
            Span<ulong> unexpired = stackalloc ulong[RowBits.Words];
            RowBits.Fill(new LaterThan(expiresAt.All, now), rows, unexpired);
            RowBits.And(bits, unexpired);
        }
    }

    private static T[]? Grown<T>(T[]? from, int capacity, T rest)
    {
        if (from is null)
            return null;
        T[] grown = new T[capacity];
        from.CopyTo(grown, 0);
        grown.AsSpan(from.Length).Fill(rest);
        return grown;
    }

    private T[] Filled<T>(T value)
    {
        T[] filled = new T[Capacity];
        Array.Fill(filled, value);
        return filled;
    }

    private readonly ref struct LaterThan(ReadOnlySpan<long> moments, long than) : IRowTest
    {
        private readonly ReadOnlySpan<long> _moments = moments;

        public bool Passes(int row) => Volatile.Read(in _moments[row]) > than;
    }
}
