using Perto.Numerics;

namespace Perto.Learning;

/// <summary>
/// What a batch adds to the gradients of a table's rows: for each row a list of multiples of source vectors, summed in the order in which they
/// were added, whichever thread does it.
/// </summary>
internal sealed class RowGradients
{
    private const int None = -1;

    private readonly int[] _first;
    private readonly int[] _last;
    private readonly List<int> _touched = [];
    private readonly List<Term> _terms = [];

    public RowGradients(int rows)
    {
        _first = new int[rows];
        _last = new int[rows];
        Array.Fill(_first, None);
    }

    /// <summary>The rows that have terms, in the order of their first.</summary>
    public IReadOnlyList<int> Touched => _touched;

    public void Add(int row, int source, float coefficient)
    {
        int term = _terms.Count;
        if (_first[row] == None)
        {
            _first[row] = term;
            _touched.Add(row);
        }
        else
        {
            _terms[_last[row]] = _terms[_last[row]] with { Next = term };
        }

        _last[row] = term;
        _terms.Add(new Term(source, coefficient, None));
    }

    /// <summary>gradient = the sum of the row's terms.</summary>
    /// <param name="row">A touched row.</param>
    /// <param name="sources">The source vectors, row-major, as long as <paramref name="gradient"/>.</param>
    /// <param name="gradient">Overwritten.</param>
    public void Sum(int row, float[] sources, Span<float> gradient)
    {
        gradient.Clear();
        for (int at = _first[row]; at != None; at = _terms[at].Next)
            VectorKernels.Axpy(_terms[at].Coefficient, sources.AsSpan(_terms[at].Source * gradient.Length, gradient.Length), gradient);
    }

    public void Clear()
    {
        foreach (int row in _touched)
            _first[row] = None;
        _touched.Clear();
        _terms.Clear();
    }

    private readonly record struct Term(int Source, float Coefficient, int Next);
}
