using System.Diagnostics.CodeAnalysis;

namespace Perto.Vectors;

/// <summary>The dimensions of a vector that are not zero, ascending, each with its value.</summary>
public sealed class SparseVector : IEquatable<SparseVector>
{
    /// <summary>Most entries.</summary>
    public const int MaxEntries = 65_536;

    private readonly uint[] _dimensions;
    private readonly float[] _values;

    /// <summary>Makes a vector of entries in any order.</summary>
    /// <param name="dimensions">1 to <see cref="MaxEntries"/> dimensions, each once. Copied.</param>
    /// <param name="values">A value for each, finite and at most <see cref="VectorField.MaxMagnitude"/> in magnitude. Copied.</param>
    /// <exception cref="VectorStoreException">There are no entries or too many, the lengths differ, a dimension stands twice, or a value
    /// is out of range.</exception>
    public SparseVector(ReadOnlySpan<uint> dimensions, ReadOnlySpan<float> values)
        : this(dimensions.ToArray(), values.ToArray(), "sparse")
    {
    }

    private SparseVector(uint[] dimensions, float[] values, string path)
    {
        if (dimensions.Length != values.Length)
            throw new VectorStoreException($"{path}.values", $"{values.Length} values", $"{dimensions.Length} values, one for each dimension");
        if (dimensions.Length is 0 or > MaxEntries)
            throw new VectorStoreException(path, $"{dimensions.Length} entries", $"a vector of 1..{MaxEntries} entries");
        for (int i = 0; i < values.Length; i++)
        {
            // Written so that NaN fails it.
            if (!(MathF.Abs(values[i]) <= VectorField.MaxMagnitude))
                throw new VectorStoreException($"{path}.values[{i}]", values[i], $"finite and at most {VectorField.MaxMagnitude:R} in magnitude");
        }
        Array.Sort(dimensions, values);
        for (int i = 1; i < dimensions.Length; i++)
        {
            if (dimensions[i] == dimensions[i - 1])
                throw new VectorStoreException($"{path}.dimensions", dimensions[i], "a list in which each dimension stands once");
        }
        _dimensions = dimensions;
        _values = values;
    }

    /// <summary>How many entries it has.</summary>
    public int Count => _dimensions.Length;

    /// <summary>The dimensions, ascending.</summary>
    public ReadOnlyMemory<uint> Dimensions => _dimensions;

    /// <summary>The value of each dimension.</summary>
    public ReadOnlyMemory<float> Values => _values;

    /// <summary>Makes a vector of counted dimensions; the counts of one that stands several times are summed.</summary>
    /// <param name="counts">At least one, and at most <see cref="MaxEntries"/> different dimensions.</param>
    /// <exception cref="VectorStoreException">There are none or too many, or a sum is out of range.</exception>
    public static SparseVector FromCounts(IEnumerable<(uint Dimension, float Count)> counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        Dictionary<uint, float> sums = [];
        foreach ((uint dimension, float count) in counts)
            sums[dimension] = sums.GetValueOrDefault(dimension) + count;
        return new SparseVector([.. sums.Keys], [.. sums.Values], "sparse");
    }

    /// <inheritdoc/>
    public bool Equals(SparseVector? other) =>
        other is not null && _dimensions.AsSpan().SequenceEqual(other._dimensions) && _values.AsSpan().SequenceEqual(other._values);

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => Equals(obj as SparseVector);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Count, _dimensions[0], _dimensions[^1], _values[0]);

    /// <inheritdoc/>
    public override string ToString() => $"{Count} entries";

    /// <summary>Takes the arrays as its own; faults are named below <paramref name="path"/>.</summary>
    internal static SparseVector FromOwned(uint[] dimensions, float[] values, string path = "sparse") => new(dimensions, values, path);
}
