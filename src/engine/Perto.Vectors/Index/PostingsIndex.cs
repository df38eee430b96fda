namespace Perto.Vectors;

/// <summary>
/// The postings of a sparse field of a table: an immutable part for each segment that a file has, and a head that grows with the rows after them.
/// One writer; any number of threads search.
/// </summary>
internal sealed class PostingsIndex
{
    private static readonly Bm25 Parameters = new();

    private readonly SparseScoring _scoring;
    private readonly int _field;
    private State _state;

    /// <param name="field">The field.</param>
    /// <param name="number">Its place in the schema.</param>
    public PostingsIndex(VectorField field, int number)
    {
        _scoring = field.Metric == Metric.Bm25 ? SparseScoring.Bm25 : SparseScoring.Dot;
        _field = number;
        _state = new State([], NewHead(0));
    }

    /// <summary>What BM25 knows of the live rows.</summary>
    public SparseStatistics Statistics { get; } = new();

    /// <summary>Bytes of the process's own memory: those of the head that are sealed; its tail has few rows.</summary>
    public long HeldBytes => Volatile.Read(ref _state).Head.State.Parts.Sum(part => part.Bytes);

    /// <summary>Appends the row that comes next.</summary>
    public void Append(SparseColumn column, int row)
    {
        ReadOnlySpan<float> values = column.Values(row);
        _state.Head.Append(column.Dimensions(row), values);
        Statistics.Append(values);
    }

    /// <summary>A row died.</summary>
    public void Remove(SparseColumn column, int row) => Statistics.Remove(column.Dimensions(row), column.Values(row));

    /// <summary>Takes the part of the segment that comes next, before any row is appended.</summary>
    public void Open(SparsePart part)
    {
        _state = new State([.. _state.Parts, part], NewHead(part.FirstRow + part.Rows));
        Statistics.Add(part);
    }

    /// <summary>Takes the parts of the segments that the head begins with, in its place.</summary>
    /// <param name="parts">As files have them.</param>
    /// <param name="reader">The rows of the table.</param>
    public void Seal(SparsePart[] parts, RowReader reader)
    {
        SparseHead head = NewHead(parts[^1].FirstRow + parts[^1].Rows);
        for (int row = head.FirstRow; row < _state.Head.End; row++)
            head.Append(reader.SparseDimensions(_field, row), reader.SparseValues(_field, row));
        Volatile.Write(ref _state, new State([.. _state.Parts, .. parts], head));
    }

    /// <summary>Writes the part of rows of one segment.</summary>
    public void Write(ISparseRows rows, System.Buffers.IBufferWriter<byte> sink) => SparsePartWriter.Write(rows, _scoring, Parameters, sink);

    /// <summary>Finds the best rows below <paramref name="rows"/>; the filter has to refuse those that are dead or not there yet.</summary>
    public void Search<TTies, TFilter>(SparseVector query, int rows, ref TopRows<TTies> top, TFilter filter)
        where TTies : struct, IRowOrder
        where TFilter : struct, IRowTest
    {
        State state = Volatile.Read(ref _state);
        SparseIndex index = new(state.Parts, state.Head, rows);
        SparseSearch.Run(index, query.Dimensions.Span, query.Values.Span, _scoring, Parameters, Statistics, ref top, filter);
    }

    private SparseHead NewHead(int firstRow) => new(_scoring, Parameters, firstRow);

    private sealed record State(SparsePart[] Parts, SparseHead Head);
}
