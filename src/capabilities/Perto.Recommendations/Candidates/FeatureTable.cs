namespace Perto.Recommendations;

/// <summary>Numbers that describe the candidates of one request: a row for each candidate, a column for each feature. NaN is "not known".</summary>
public sealed class FeatureTable
{
    private readonly float[] _values;

    /// <summary>An empty table.</summary>
    /// <param name="names">Names of the columns, in snake_case.</param>
    /// <param name="rows">How many candidates.</param>
    public FeatureTable(IReadOnlyList<string> names, int rows)
    {
        Names = names;
        Rows = rows;
        _values = new float[names.Count * rows];
        _values.AsSpan().Fill(float.NaN);
    }

    /// <summary>Names of the columns.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>How many candidates it describes.</summary>
    public int Rows { get; }

    /// <summary>All values, row after row.</summary>
    public ReadOnlySpan<float> Values => _values;

    /// <summary>The features of a candidate.</summary>
    public Span<float> this[int candidate] => _values.AsSpan(candidate * Names.Count, Names.Count);

    /// <summary>Some rows, in the order given: those of the candidates that were shown.</summary>
    public FeatureTable Select(IReadOnlyList<int> candidates)
    {
        var table = new FeatureTable(Names, candidates.Count);
        for (int row = 0; row < candidates.Count; row++)
            this[candidates[row]].CopyTo(table[row]);
        return table;
    }
}
