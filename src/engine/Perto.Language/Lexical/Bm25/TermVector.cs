namespace Perto.Language;

/// <summary>The terms of a text or a query with a value for each: counts or weights. Term ids are ascending and distinct.</summary>
public sealed class TermVector
{
    private readonly uint[] _terms;
    private readonly float[] _values;

    /// <summary>Makes a vector of entries in any order; the values of a term that stands several times are summed.</summary>
    /// <param name="terms">Term ids. Copied.</param>
    /// <param name="values">A finite value for each. Copied.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a value is not finite.</exception>
    public TermVector(ReadOnlySpan<uint> terms, ReadOnlySpan<float> values)
    {
        if (terms.Length != values.Length)
            throw new ArgumentException($"There are {terms.Length} terms and {values.Length} values; each term must have one value.");
        foreach (float value in values)
        {
            if (!float.IsFinite(value))
                throw new ArgumentException($"A value is {value}; values must be finite.");
        }
        uint[] ids = terms.ToArray();
        float[] sums = values.ToArray();
        Array.Sort(ids, sums);
        int count = 0;
        for (int i = 0; i < ids.Length; i++)
        {
            if (count > 0 && ids[count - 1] == ids[i])
            {
                sums[count - 1] += sums[i];
                continue;
            }
            ids[count] = ids[i];
            sums[count++] = sums[i];
        }
        _terms = ids[..count];
        _values = sums[..count];
    }

    /// <summary>How many terms it has.</summary>
    public int Count => _terms.Length;

    /// <summary>The term ids, ascending and distinct: the dimensions of a sparse vector.</summary>
    public ReadOnlySpan<uint> Terms => _terms;

    /// <summary>The value of each term.</summary>
    public ReadOnlySpan<float> Values => _values;

    /// <summary>The sum of the values: the length of a text whose values are counts.</summary>
    public double Sum()
    {
        double sum = 0;
        foreach (float value in _values)
            sum += value;
        return sum;
    }

    /// <summary>The inner product with another vector.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="other"/> is null.</exception>
    public double Dot(TermVector other)
    {
        ArgumentNullException.ThrowIfNull(other);
        double sum = 0;
        for (int i = 0, j = 0; i < Count && j < other.Count;)
        {
            if (_terms[i] == other._terms[j])
                sum += (double)_values[i++] * other._values[j++];
            else if (_terms[i] < other._terms[j])
                i++;
            else
                j++;
        }
        return sum;
    }

    /// <summary>The same terms, each value replaced by a function of term and value.</summary>
    internal TermVector Select(Func<uint, float, double> value)
    {
        float[] values = new float[Count];
        for (int i = 0; i < Count; i++)
            values[i] = (float)value(_terms[i], _values[i]);
        return new TermVector(_terms, values);
    }
}
