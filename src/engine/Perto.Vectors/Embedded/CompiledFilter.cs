using System.Numerics;

namespace Perto.Vectors;

/// <summary>A filter made ready for one <see cref="CollectionSnapshot"/>; serves any number of searches of it, on any threads.</summary>
public sealed class CompiledFilter
{
    private readonly RowPredicate _predicate;
    private readonly IndexScope[] _scopes;

    private volatile RowSet? _matching;
    private long _estimate = -1;

    internal CompiledFilter(CollectionSnapshot snapshot, RowPredicate predicate)
    {
        Snapshot = snapshot;
        _predicate = predicate;
        _scopes = IndexScope.Of(snapshot);
    }

    internal CollectionSnapshot Snapshot { get; }

    /// <summary>
    /// About how many rows match, dead ones among them: by the indexes, without a look at the rows that these know. Exact for a condition
    /// on one string, one boolean or one range. Computed once.
    /// </summary>
    internal long Estimate
    {
        get
        {
            long estimate = Volatile.Read(ref _estimate);
            if (estimate >= 0)
                return estimate;
            double sum = 0;
            foreach (ref readonly IndexScope scope in _scopes.AsSpan())
                sum += _predicate.Estimate(scope);
            Volatile.Write(ref _estimate, estimate = (long)Math.Round(sum));
            GC.KeepAlive(Snapshot);
            return estimate;
        }
    }

    /// <summary>Whether a row of the snapshot matches. Of a deleted row either answer may come.</summary>
    internal bool Passes(int row) =>
        _matching?.Contains(row) ?? _predicate.Passes(Snapshot.Chunks[row / Chunk.Rows], row % Chunk.Rows);

    /// <summary>
    /// The rows that match and are not deleted in the snapshot. Expired rows are among them, because they depend on the moment. Computed
    /// once.
    /// </summary>
    internal RowSet Matching() => _matching ?? Match();

    /// <summary>Sets a bit for each row of the snapshot that matches and is live; returns how many.</summary>
    /// <param name="bits"><see cref="RowBits.Words"/> words for each chunk of the snapshot.</param>
    /// <param name="now">The present moment.</param>
    internal int Matches(Span<ulong> bits, long now)
    {
        int count = 0;
        for (int c = 0; c < Snapshot.Chunks.Length; c++)
        {
            Span<ulong> ofChunk = bits.Slice(c * RowBits.Words, RowBits.Words);
            Snapshot.Matching(c, this, now, ofChunk);
            count += RowBits.Count(ofChunk);
        }
        GC.KeepAlive(Snapshot);
        return count;
    }

    /// <summary>The rows that match and are live, ascending, as many as there is room for; returns how many there are in all.</summary>
    internal int Matches(Span<int> rows, long now)
    {
        int count = 0;
        Span<ulong> bits = stackalloc ulong[RowBits.Words];
        for (int c = 0; c < Snapshot.Chunks.Length; c++)
        {
            Snapshot.Matching(c, this, now, bits);
            for (int w = 0; w < bits.Length; w++)
            {
                for (ulong word = bits[w]; word != 0; word &= word - 1, count++)
                {
                    if (count < rows.Length)
                        rows[count] = (c * Chunk.Rows) + (w * 64) + BitOperations.TrailingZeroCount(word);
                }
            }
        }
        GC.KeepAlive(Snapshot);
        return count;
    }

    private RowSet Match()
    {
        ulong[]?[] matching = new ulong[_scopes.Length][];
        Span<ulong> shown = stackalloc ulong[RowBits.Words];
        for (int s = 0; s < _scopes.Length; s++)
        {
            ref readonly IndexScope scope = ref _scopes[s];
            ulong[] words = new ulong[scope.Words];
            _predicate.Fill(scope, words);
            for (int c = 0; c < scope.Chunks.Length; c++)
            {
                if (!scope.Chunks[c].HasDeletions && scope.RowsOf(c) == Chunk.Rows)
                    continue;
                scope.Chunks[c].Live(scope.RowsOf(c), Snapshot.Version, now: long.MinValue, shown);
                RowBits.And(words.AsSpan(c * RowBits.Words, RowBits.Words), shown);
            }
            matching[s] = words.AsSpan().ContainsAnyExcept(0UL) ? words : null;
        }
        GC.KeepAlive(Snapshot);
        return _matching = new RowSet(matching, Snapshot.Rows, Snapshot.Table.RowsOfSegment);
    }
}
