using Perto.Numerics;

namespace Perto.Learning;

/// <summary>The factors of one side while they are being fitted: one row for each user or each item.</summary>
internal sealed class FactorMatrix
{
    private readonly int _dimensions;
    private float[] _rotated;

    public FactorMatrix(string rows, int count, int dimensions)
    {
        long values = (long)count * dimensions;
        if (values > Array.MaxLength)
            throw new ModelTooLargeException($"{rows} x dimensions", values, Array.MaxLength, values * sizeof(float));
        Count = count;
        _dimensions = dimensions;
        Values = new float[values];
        _rotated = new float[values];
    }

    public int Count { get; }

    /// <summary>Row-major, count x dimensions.</summary>
    public float[] Values { get; private set; }

    public Span<float> Row(int row) => Values.AsSpan(row * _dimensions, _dimensions);

    public void FillNormal(double deviation, long seed)
    {
        SeededRandom random = new(seed);
        for (int i = 0; i < Values.Length; i++)
            Values[i] = (float)(deviation * random.Normal());
    }

    /// <summary>
    /// Rotates all factors onto the eigenvectors of their Gram matrix. The inner products with the other side's factors are
    /// unchanged once those are solved again from these.
    /// </summary>
    /// <param name="parallel">How many threads may work.</param>
    /// <param name="other">The other side where it is to stay in one space with these, because it is where a solution begins; or nothing.</param>
    /// <returns>The eigenvalues: the diagonal of the Gram matrix after the rotation, not negative.</returns>
    public float[] RotateToPrincipalAxes(ParallelOptions parallel, FactorMatrix? other = null)
    {
        SymmetricEigen eigen = SymmetricEigen.Of(GramMatrix.Of(Values, Count, _dimensions, parallel), _dimensions);
        PackedMatrix axes = PackedMatrix.Pack(Array.ConvertAll(eigen.Vectors, value => (float)value), _dimensions, _dimensions, parallel);
        Rotate(axes, parallel);
        other?.Rotate(axes, parallel);
        return Array.ConvertAll(eigen.Values, value => (float)Math.Max(value, 0));
    }

    private void Rotate(PackedMatrix axes, ParallelOptions parallel)
    {
        axes.Multiply(Values, Count, _rotated, parallel);
        (Values, _rotated) = (_rotated, Values);
    }
}
