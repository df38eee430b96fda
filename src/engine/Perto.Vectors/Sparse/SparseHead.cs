using System.Buffers;

namespace Perto.Vectors;

/// <summary>
/// The growing part of a field, in memory. One thread appends, any number search at the same time and see the rows below the number that
/// they were given.
/// </summary>
/// <remarks>
/// The newest rows are in a tail, where every posting of a query's terms is looked at; a full tail becomes a part like those of files, and
/// several small parts become a larger one. Appending a row mostly takes microseconds, but some rows wait for that to be done.
/// </remarks>
internal sealed class SparseHead
{
    /// <summary>So many tails make a part that is not merged again: a part costs a query something, and merging costs the writer.</summary>
    public const int TailsOfPart = 8;

    private readonly SparseScoring _scoring;
    private readonly Bm25 _bm25;
    private SparseHeadState _state;
    private int _end;

    /// <param name="scoring">How every query scores.</param>
    /// <param name="bm25">The parameters by which bounds are computed.</param>
    /// <param name="firstRow">The number of the first row in the collection, 0 or more.</param>
    public SparseHead(SparseScoring scoring, Bm25 bm25, int firstRow)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(firstRow);
        _scoring = scoring;
        _bm25 = bm25;
        FirstRow = firstRow;
        _end = firstRow;
        _state = new SparseHeadState([], new SparseTail(firstRow));
    }

    /// <summary>The number of the head's first row in the collection.</summary>
    public int FirstRow { get; }

    /// <summary>The number that the next row will have.</summary>
    public int End => Volatile.Read(ref _end);

    /// <summary>Where the rows are at this moment.</summary>
    public SparseHeadState State => Volatile.Read(ref _state);

    /// <summary>Appends a row; an empty one stands for a record without the field.</summary>
    /// <param name="dimensions">Ascending and distinct.</param>
    /// <param name="values">Finite and at most 1e15 in magnitude; greater than 0 for BM25.</param>
    /// <returns>The row's number.</returns>
    public int Append(ReadOnlySpan<uint> dimensions, ReadOnlySpan<float> values)
    {
        if (dimensions.Length != values.Length)
            throw new ArgumentException($"a row has a value a dimension; it has {dimensions.Length} dimensions and {values.Length} values");
        if (_state.Tail.Rows.Count == SparseTail.MaxRows)
            Seal();
        _state.Tail.Append(dimensions, values);
        Volatile.Write(ref _end, _end + 1);
        return _end - 1;
    }

    /// <summary>Appends the head's rows to others, so that they can be written as a part. For the thread that appends.</summary>
    public void CopyTo(SparseRowList rows)
    {
        foreach (SparsePart part in _state.Parts)
            part.CopyTo(rows);
        SparseRowList tail = _state.Tail.Rows;
        for (int row = 0; row < tail.Count; row++)
            rows.Append(tail.Dimensions(row), tail.Values(row));
    }

    private void Seal()
    {
        SparseTail full = _state.Tail;
        SparsePart[] parts = [.. _state.Parts, Part(full.Rows, full.FirstRow)];
        if (parts.Length >= TailsOfPart && parts[^TailsOfPart..].All(part => part.Rows == SparseTail.MaxRows))
        {
            SparseRowList rows = new();
            foreach (SparsePart part in parts[^TailsOfPart..])
                part.CopyTo(rows);
            parts = [.. parts[..^TailsOfPart], Part(rows, parts[^TailsOfPart].FirstRow)];
        }
        Volatile.Write(ref _state, new SparseHeadState(parts, new SparseTail(_end)));
    }

    private SparsePart Part(SparseRowList rows, int firstRow)
    {
        ArrayBufferWriter<byte> bytes = new();
        SparsePartWriter.Write(rows, _scoring, _bm25, bytes);
        return SparsePart.Open(SparseBytes.Copy(bytes.WrittenSpan), firstRow);
    }
}
