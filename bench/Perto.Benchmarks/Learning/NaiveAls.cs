using Perto.Learning;
using Perto.Numerics;

namespace Perto.Benchmarks.Learning;

/// <summary>
/// The obvious implementation of one half-step of iALS: for each row add the outer products of its items to the whole Gram
/// matrix, factor it, solve; scalar loops, one thread.
/// </summary>
internal sealed class NaiveAls
{
    private readonly int _dimensions;
    private readonly float[] _factors;
    private readonly float[] _gram;

    public NaiveAls(int rows, int dimensions, long seed)
    {
        _dimensions = dimensions;
        _factors = new float[rows * dimensions];
        _gram = new float[dimensions * dimensions];
        SeededRandom random = new(seed);
        for (int i = 0; i < _factors.Length; i++)
            _factors[i] = (float)(0.1 * random.Normal());
        for (int row = 0; row < rows; row++)
            AddOuterProduct(row, _gram);
    }

    /// <summary>Solves rows, spread evenly over the matrix, until they have <paramref name="positives"/> interactions.</summary>
    /// <returns>The interactions solved, and a sum of the solutions so that the work cannot be left out.</returns>
    public (long Positives, double Sum) Solve(InteractionMatrix rows, int positives)
    {
        int step = Math.Max(1, (int)((long)rows.Count / positives));
        float[] a = new float[_dimensions * _dimensions];
        float[] b = new float[_dimensions];
        long solved = 0;
        double sum = 0;
        for (int row = step / 2; row < rows.UserCount; row += step)
        {
            SolveRow(rows.Items(row), a, b);
            solved += rows.Degree(row);
            sum += b[0];
        }

        return (solved, sum);
    }

    private void SolveRow(ReadOnlySpan<int> items, float[] a, float[] b)
    {
        for (int i = 0; i < a.Length; i++)
            a[i] = 0.1f * _gram[i];
        Array.Clear(b);
        foreach (int item in items)
        {
            AddOuterProduct(item, a);
            for (int k = 0; k < _dimensions; k++)
                b[k] += _factors[(item * _dimensions) + k];
        }

        for (int k = 0; k < _dimensions; k++)
            a[(k * _dimensions) + k] += 1;
        CholeskySolve(a, b);
    }

    private void AddOuterProduct(int row, float[] target)
    {
        int start = row * _dimensions;
        for (int k = 0; k < _dimensions; k++)
        {
            for (int l = 0; l < _dimensions; l++)
                target[(k * _dimensions) + l] += _factors[start + k] * _factors[start + l];
        }
    }

    private void CholeskySolve(float[] a, float[] b)
    {
        int d = _dimensions;
        for (int j = 0; j < d; j++)
        {
            for (int i = j; i < d; i++)
            {
                float sum = a[(i * d) + j];
                for (int k = 0; k < j; k++)
                    sum -= a[(i * d) + k] * a[(j * d) + k];
                a[(i * d) + j] = i == j ? MathF.Sqrt(sum) : sum / a[(j * d) + j];
            }
        }

        for (int i = 0; i < d; i++)
        {
            for (int k = 0; k < i; k++)
                b[i] -= a[(i * d) + k] * b[k];
            b[i] /= a[(i * d) + i];
        }

        for (int i = d - 1; i >= 0; i--)
        {
            for (int k = i + 1; k < d; k++)
                b[i] -= a[(k * d) + i] * b[k];
            b[i] /= a[(i * d) + i];
        }
    }
}
