using Perto.Numerics;

namespace Perto.Learning;

/// <summary>
/// Finds the factor x of one row that minimises sum_i w_i (1 - x'h_i)^2 + x'D x, where D is diagonal because the other side's
/// factors were rotated onto the eigenvectors of their Gram matrix. With H the row's items and W their weights the solution is
/// (D + H'W H)^-1 H'w, and by the push-through identity also D^-1 H' (W^-1 + H D^-1 H')^-1 1: both are exact, and the smaller
/// of the two systems, as many unknowns as dimensions or as interactions, is solved. A workspace for one thread.
/// </summary>
internal sealed class RowSolver
{
    private const int PanelRows = 128;
    private const float SmallestGain = 1e-12f;

    private readonly int _dimensions;
    private readonly PositiveDefiniteSystem _system;
    private readonly float[] _panel;
    private readonly float[] _diagonal;
    private readonly float[] _scale;
    private readonly float[] _solution;

    /// <param name="dimensions">Length of a factor.</param>
    /// <param name="mostInteractions">The longest row that will be solved.</param>
    public RowSolver(int dimensions, int mostInteractions)
    {
        _dimensions = dimensions;
        int size = Math.Max(1, Math.Min(dimensions, mostInteractions));
        _system = new PositiveDefiniteSystem(size);
        int stride = PositiveDefiniteSystem.StrideOf(size);
        _panel = new float[stride * Math.Max(dimensions, PanelRows)];
        _diagonal = new float[Math.Max(size, dimensions)];
        _scale = new float[dimensions];
        _solution = new float[size];
    }

    /// <summary>Solves one row.</summary>
    /// <param name="items">The row's items.</param>
    /// <param name="weights">Their weights, or empty where each is 1.</param>
    /// <param name="factors">Factors of all items, row-major.</param>
    /// <param name="eigenvalues">Eigenvalues of the factors' Gram matrix, times the unobserved weight.</param>
    /// <param name="regularization">Added to each of them; positive.</param>
    /// <param name="vector">Receives the factor.</param>
    public void Solve(
        ReadOnlySpan<int> items,
        ReadOnlySpan<float> weights,
        float[] factors,
        ReadOnlySpan<float> eigenvalues,
        float regularization,
        Span<float> vector)
    {
        if (items.IsEmpty)
            vector.Clear();
        else if (items.Length <= _dimensions)
            SolveByInteractions(items, weights, factors, eigenvalues, regularization, vector);
        else
            SolveByDimensions(items, weights, factors, eigenvalues, regularization, vector);
    }

    /// <summary>The longest row whose exact solution costs no more than that many steps of conjugate gradients; without steps every row.</summary>
    public static int ShortRow(int steps) => steps == 0 ? int.MaxValue : 4 * (steps + 1);

    /// <summary>Takes steps of conjugate gradients towards the solution, from where <paramref name="vector"/> is.</summary>
    /// <remarks>
    /// The diagonal matrix is the preconditioner: what is left of the system is the identity and a matrix of low rank, so that few steps
    /// go far.
    /// </remarks>
    public void Improve(
        ReadOnlySpan<int> items,
        ReadOnlySpan<float> weights,
        float[] factors,
        ReadOnlySpan<float> eigenvalues,
        float regularization,
        int steps,
        Span<float> vector)
    {
        Span<float> diagonal = _diagonal.AsSpan(0, _dimensions);
        for (int k = 0; k < _dimensions; k++)
            diagonal[k] = eigenvalues[k] + regularization;

        Span<float> residual = _panel.AsSpan(0, _dimensions);
        Span<float> direction = _panel.AsSpan(_dimensions, _dimensions);
        Span<float> image = _panel.AsSpan(2 * _dimensions, _dimensions);
        for (int k = 0; k < _dimensions; k++)
            residual[k] = -diagonal[k] * vector[k];
        for (int i = 0; i < items.Length; i++)
        {
            ReadOnlySpan<float> factor = factors.AsSpan(items[i] * _dimensions, _dimensions);
            VectorKernels.Axpy(History.Weight(weights, i) * (1 - VectorKernels.Dot(factor, vector)), factor, residual);
        }

        float left = Precondition(residual, diagonal);
        float enough = left * SmallestGain;
        _scale.CopyTo(direction);
        for (int step = 1; left > enough; step++)
        {
            for (int k = 0; k < _dimensions; k++)
                image[k] = diagonal[k] * direction[k];
            for (int i = 0; i < items.Length; i++)
            {
                ReadOnlySpan<float> factor = factors.AsSpan(items[i] * _dimensions, _dimensions);
                VectorKernels.Axpy(History.Weight(weights, i) * VectorKernels.Dot(factor, direction), factor, image);
            }

            float length = left / VectorKernels.Dot(direction, image);
            VectorKernels.Axpy(length, direction, vector);
            if (step == steps)
                return;
            VectorKernels.Axpy(-length, image, residual);
            float before = left;
            left = Precondition(residual, diagonal);
            VectorKernels.Scale(left / before, direction);
            VectorKernels.Axpy(1, _scale, direction);
        }
    }

    /// <summary>Puts the residual divided by the diagonal into the scale; returns their inner product.</summary>
    private float Precondition(ReadOnlySpan<float> residual, ReadOnlySpan<float> diagonal)
    {
        for (int k = 0; k < _dimensions; k++)
            _scale[k] = residual[k] / diagonal[k];
        return VectorKernels.Dot(_scale, residual);
    }

    /// <summary>(D + H'W H)^-1 applied to <paramref name="vector"/>, in place.</summary>
    public void Apply(
        ReadOnlySpan<int> items,
        ReadOnlySpan<float> weights,
        float[] factors,
        ReadOnlySpan<float> eigenvalues,
        float regularization,
        Span<float> vector)
    {
        FactorByDimensions(items, weights, factors, eigenvalues, regularization);
        _system.Solve(vector);
    }

    private void SolveByInteractions(
        ReadOnlySpan<int> items,
        ReadOnlySpan<float> weights,
        float[] factors,
        ReadOnlySpan<float> eigenvalues,
        float regularization,
        Span<float> vector)
    {
        int count = items.Length;
        for (int i = 0; i < count; i++)
            _diagonal[i] = 1 / History.Weight(weights, i);
        _system.Reset(_diagonal.AsSpan(0, count));
        int stride = _system.Stride;

        // Z' = D^-1/2 H', one row for each dimension, so that W^-1 + H D^-1 H' is again a sum of outer products.
        Span<float> panel = _panel.AsSpan(0, _dimensions * stride);
        for (int k = 0; k < _dimensions; k++)
            _scale[k] = 1 / MathF.Sqrt(eigenvalues[k] + regularization);
        GatherColumns(items, factors, panel, stride);
        _system.AddOuterProducts(panel, _dimensions);
        _system.Factor();

        Span<float> solution = _solution.AsSpan(0, count);
        solution.Fill(1);
        _system.Solve(solution);
        for (int k = 0; k < _dimensions; k++)
            vector[k] = _scale[k] * VectorKernels.Dot(panel.Slice(k * stride, count), solution);
    }

    private void SolveByDimensions(
        ReadOnlySpan<int> items,
        ReadOnlySpan<float> weights,
        float[] factors,
        ReadOnlySpan<float> eigenvalues,
        float regularization,
        Span<float> vector)
    {
        FactorByDimensions(items, weights, factors, eigenvalues, regularization);
        vector.Clear();
        for (int i = 0; i < items.Length; i++)
            VectorKernels.Axpy(History.Weight(weights, i), factors.AsSpan(items[i] * _dimensions, _dimensions), vector);
        _system.Solve(vector);
    }

    private void FactorByDimensions(
        ReadOnlySpan<int> items, ReadOnlySpan<float> weights, float[] factors, ReadOnlySpan<float> eigenvalues, float regularization)
    {
        for (int k = 0; k < _dimensions; k++)
            _diagonal[k] = eigenvalues[k] + regularization;
        _system.Reset(_diagonal.AsSpan(0, _dimensions));
        int stride = _system.Stride;
        if (stride > _dimensions)
            _panel.AsSpan(0, PanelRows * stride).Clear();
        for (int first = 0; first < items.Length; first += PanelRows)
        {
            int count = Math.Min(PanelRows, items.Length - first);
            for (int row = 0; row < count; row++)
            {
                Span<float> target = _panel.AsSpan(row * stride, _dimensions);
                factors.AsSpan(items[first + row] * _dimensions, _dimensions).CopyTo(target);
                float weight = History.Weight(weights, first + row);
                if (weight != 1)
                    VectorKernels.Scale(MathF.Sqrt(weight), target);
            }

            _system.AddOuterProducts(_panel, count);
        }

        _system.Factor();
    }

    /// <summary>Puts the scaled factors of the items into the columns of the panel; surplus columns are zero.</summary>
    private void GatherColumns(ReadOnlySpan<int> items, float[] factors, Span<float> panel, int stride)
    {
        for (int i = 0; i < items.Length; i++)
        {
            ReadOnlySpan<float> factor = factors.AsSpan(items[i] * _dimensions, _dimensions);
            for (int k = 0; k < factor.Length; k++)
                panel[(k * stride) + i] = factor[k] * _scale[k];
        }

        for (int k = 0; k < _dimensions; k++)
            panel.Slice((k * stride) + items.Length, stride - items.Length).Clear();
    }
}
