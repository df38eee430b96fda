using System.Numerics;

namespace Perto.Vectors;

/// <summary>Rows of a snapshot, one bit each; what no row is in takes no memory. Immutable.</summary>
internal sealed class RowSet
{
    private const int ChunksOfBlock = PayloadIndexes.RowsOfBlock / Chunk.Rows;

    // By the scopes of the snapshot; null for no rows.
    private readonly ulong[]?[] _scopes;
    private readonly int _chunksOfSegment;
    private readonly int _segments;

    /// <param name="scopes">The bits of each scope of the snapshot; <see langword="null"/> for none.</param>
    /// <param name="rows">The number of rows of the snapshot.</param>
    /// <param name="rowsOfSegment">The number of rows of a segment.</param>
    public RowSet(ulong[]?[] scopes, int rows, int rowsOfSegment)
    {
        _scopes = scopes;
        _chunksOfSegment = rowsOfSegment / Chunk.Rows;
        _segments = rows / rowsOfSegment;
        foreach (ulong[]? scope in scopes)
            Count += RowBits.Count(scope);
    }

    public int Count { get; }

    /// <summary>The bits of a chunk.</summary>
    public ReadOnlySpan<ulong> OfChunk(int chunk)
    {
        (int scope, int inScope) = ScopeOf(chunk);
        return _scopes[scope] is { } words ? words.AsSpan(inScope * RowBits.Words, RowBits.Words) : Nothing;
    }

    public bool Contains(int row)
    {
        (int scope, int inScope) = ScopeOf(row / Chunk.Rows);
        return _scopes[scope] is { } words && RowBits.Contains(words, (inScope * Chunk.Rows) + (row % Chunk.Rows));
    }

    /// <summary>Writes the rows below <paramref name="below"/>, ascending; gives their number. There is room for <see cref="Count"/>.</summary>
    public int List(int below, Span<int> rows)
    {
        int count = 0;
        for (int s = 0; s < _scopes.Length; s++)
        {
            if (_scopes[s] is not { } words)
                continue;
            int first = FirstChunkOf(s) * Chunk.Rows;
            for (int w = 0; w < words.Length && first + (w * 64) < below; w++)
            {
                for (ulong word = words[w]; word != 0; word &= word - 1)
                {
                    int row = first + (w * 64) + BitOperations.TrailingZeroCount(word);
                    if (row >= below)
                        return count;
                    rows[count++] = row;
                }
            }
        }
        return count;
    }

    private static ReadOnlySpan<ulong> Nothing => [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    private int FirstChunkOf(int scope) => scope < _segments
        ? scope * _chunksOfSegment
        : (_segments * _chunksOfSegment) + ((scope - _segments) * ChunksOfBlock);

    private (int Scope, int Chunk) ScopeOf(int chunk)
    {
        (int segment, int inSegment) = Math.DivRem(chunk, _chunksOfSegment);
        return segment < _segments ? (segment, inSegment) : (_segments + (inSegment / ChunksOfBlock), inSegment % ChunksOfBlock);
    }
}
