namespace Perto.Numerics.Tests;

public sealed class RandomizedSvdTests
{
    private static readonly ParallelOptions OneThread = new() { MaxDegreeOfParallelism = 1 };
    private static readonly ParallelOptions FourThreads = new() { MaxDegreeOfParallelism = 4 };

    /// <summary>A matrix whose singular values are given: random orthonormal vectors on both sides.</summary>
    private static float[] WithSpectrum(int rows, int columns, double[] spectrum, long seed)
    {
        float[] left = Slow.Random(rows * spectrum.Length, seed);
        float[] right = Slow.Random(columns * spectrum.Length, seed + 1);
        OrthonormalColumns.Make(left, rows, spectrum.Length, new SeededRandom(1), OneThread);
        OrthonormalColumns.Make(right, columns, spectrum.Length, new SeededRandom(1), OneThread);
        float[] matrix = new float[rows * columns];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                double sum = 0;
                for (int k = 0; k < spectrum.Length; k++)
                    sum += spectrum[k] * left[(i * spectrum.Length) + k] * right[(j * spectrum.Length) + k];
                matrix[(i * columns) + j] = (float)sum;
            }
        }

        return matrix;
    }

    private static SparseMatrix Sparse(float[] matrix, int rows, int columns)
    {
        List<int> starts = [0];
        List<int> at = [];
        List<float> values = [];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                if (matrix[(row * columns) + column] == 0)
                    continue;
                at.Add(column);
                values.Add(matrix[(row * columns) + column]);
            }

            starts.Add(at.Count);
        }

        return new SparseMatrix(columns, [.. starts], [.. at], [.. values]);
    }

    private static float[] SparseValues(int rows, int columns, long seed)
    {
        SeededRandom random = new(seed);
        float[] matrix = new float[rows * columns];
        for (int i = 0; i < matrix.Length; i++)
            matrix[i] = random.NextDouble() < 0.1 ? (float)random.Normal() : 0;
        return matrix;
    }

    private static void AssertOrthonormal(float[] vectors, int count, int length)
    {
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double inner = 0;
                for (int k = 0; k < length; k++)
                    inner += (double)vectors[(i * length) + k] * vectors[(j * length) + k];
                Assert.Equal(i == j ? 1 : 0, inner, 3e-5);
            }
        }
    }

    /// <summary>A less its approximation of the given rank: root of the sum of squares.</summary>
    private static double Distance(float[] matrix, int rows, int columns, RandomizedSvd svd)
    {
        double sum = 0;
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                double left = matrix[(i * columns) + j];
                for (int k = 0; k < svd.Values.Length; k++)
                    left -= svd.Values[k] * svd.Left[(k * rows) + i] * svd.Right[(k * columns) + j];
                sum += left * left;
            }
        }

        return Math.Sqrt(sum);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 40)]
    [InlineData(40, 3)]
    [InlineData(60, 50)]
    public void With_all_directions_the_values_and_vectors_are_those_of_the_slow_decomposition(int rows, int columns)
    {
        float[] matrix = Slow.Random(rows * columns, 1);
        int rank = Math.Min(rows, columns);
        (double[] values, double[][] right) = SlowSvd.Of(matrix, rows, columns);
        RandomizedSvd svd = RandomizedSvd.Of(new DenseMap(matrix, rows, columns), new() { Rank = rank }, FourThreads);
        AssertOrthonormal(svd.Left, rank, rows);
        AssertOrthonormal(svd.Right, rank, columns);
        Assert.InRange(Distance(matrix, rows, columns, svd), 0, 1e-4 * values[0]);
        for (int k = 0; k < rank; k++)
        {
            Assert.Equal(values[k], svd.Values[k], 1e-5 * values[0]);
            double gap = Math.Min(k == 0 ? values[0] : values[k - 1] - values[k], k == rank - 1 ? values[k] : values[k] - values[k + 1]);
            if (gap < 0.02 * values[0])
                continue;
            double cosine = 0;
            for (int j = 0; j < columns; j++)
                cosine += right[k][j] * svd.Right[(k * columns) + j];
            Assert.Equal(1, Math.Abs(cosine), 1e-4);
        }
    }

    [Fact]
    public void A_known_spectrum_is_found()
    {
        double[] spectrum = [.. Enumerable.Range(0, 40).Select(k => 100 * Math.Pow(0.7, k))];
        float[] matrix = WithSpectrum(300, 170, spectrum, 5);
        RandomizedSvd svd = RandomizedSvd.Of(new DenseMap(matrix, 300, 170), new() { Rank = 25 }, FourThreads);
        for (int k = 0; k < 25; k++)
            Assert.Equal(spectrum[k], svd.Values[k], 2e-5 * spectrum[0]);
        AssertOrthonormal(svd.Left, 25, 300);
        AssertOrthonormal(svd.Right, 25, 170);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void The_error_keeps_the_bound_of_the_paper_and_falls_with_power_iterations(int powerIterations)
    {
        // A spectrum that falls slowly: the hard case.
        double[] spectrum = [.. Enumerable.Range(0, 100).Select(k => 1 / Math.Sqrt(k + 1))];
        float[] matrix = WithSpectrum(250, 100, spectrum, 9);
        double best = Math.Sqrt(spectrum.Skip(20).Sum(value => value * value));
        for (int seed = 0; seed < 5; seed++)
        {
            RandomizedSvdSettings settings = new() { Rank = 20, Oversampling = 10, PowerIterations = powerIterations, Seed = seed };
            double error = Distance(matrix, 250, 100, RandomizedSvd.Of(new DenseMap(matrix, 250, 100), settings, FourThreads));

            // Theorem 10.5, of the range with its oversampling; what is cut off down to the rank adds at most the best error again.
            double bound = best + (Math.Sqrt(1 + (20.0 / 9)) * best);
            Assert.InRange(error, best * 0.9999, powerIterations == 0 ? bound : 1.01 * best);
        }
    }

    [Fact]
    public void A_sparse_matrix_gives_what_the_dense_one_gives_and_its_transpose_is_itself_turned()
    {
        float[] matrix = SparseValues(140, 90, 2);
        SparseMatrix sparse = Sparse(matrix, 140, 90);
        Assert.Same(sparse, sparse.Transpose().Transpose());
        Assert.Equal((90, 140, sparse.Count), (sparse.Transpose().Rows, sparse.Transpose().Columns, sparse.Transpose().Count));
        (double[] values, _) = SlowSvd.Of(matrix, 140, 90);
        RandomizedSvd svd = RandomizedSvd.Of(sparse, new() { Rank = 90, PowerIterations = 2 }, FourThreads);
        for (int k = 0; k < 90; k++)
            Assert.Equal(values[k], svd.Values[k], 2e-5 * values[0]);
    }

    [Fact]
    public void Centring_without_forming_the_matrix_is_centring()
    {
        const int Rows = 80;
        const int Columns = 30;
        float[] matrix = SparseValues(Rows, Columns, 4);
        float[] means = new float[Columns];
        for (int i = 0; i < matrix.Length; i++)
            means[i % Columns] += matrix[i] / Rows;
        float[] centred = [.. matrix.Select((value, i) => value - means[i % Columns])];
        CenteredMap map = new(Sparse(matrix, Rows, Columns), means);
        float[] block = Slow.Random(Columns * 7, 6);
        float[] product = new float[Rows * 7];
        map.Multiply(block, 7, product, FourThreads);
        Slow.Near(Slow.ProductTransposed(centred, Rows, Slow.Transpose(block, Columns, 7), 7, Columns), product, 1e-5);

        float[] other = Slow.Random(Rows * 7, 8);
        float[] back = new float[Columns * 7];
        map.MultiplyTransposed(other, 7, back, FourThreads);
        Slow.Near(
            Slow.ProductTransposed(Slow.Transpose(centred, Rows, Columns), Columns, Slow.Transpose(other, Rows, 7), 7, Rows), back, 1e-5);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_result_does_not_depend_on_the_number_of_threads(bool isSparse)
    {
        float[] matrix = SparseValues(700, 150, 3);
        ILinearMap map = isSparse ? Sparse(matrix, 700, 150) : new DenseMap(matrix, 700, 150);
        RandomizedSvd one = RandomizedSvd.Of(map, new() { Rank = 12 }, OneThread);
        RandomizedSvd four = RandomizedSvd.Of(map, new() { Rank = 12 }, FourThreads);
        Assert.Equal(one.Values, four.Values);
        Assert.Equal(one.Left, four.Left);
        Assert.Equal(one.Right, four.Right);
        Assert.NotEqual(one.Right, RandomizedSvd.Of(map, new() { Rank = 12, Seed = 2 }, OneThread).Right);
    }

    [Fact]
    public void Matrices_without_full_rank_have_zeros_and_still_orthonormal_vectors()
    {
        float[] matrix = WithSpectrum(60, 40, [5, 2, 1], 3);
        RandomizedSvd svd = RandomizedSvd.Of(new DenseMap(matrix, 60, 40), new() { Rank = 10 }, FourThreads);
        Assert.Equal([5, 2, 1], svd.Values[..3].Select(value => Math.Round(value, 4)));
        Assert.All(svd.Values[3..], value => Assert.Equal(0, value, 1e-5));
        AssertOrthonormal(svd.Left, 10, 60);
        AssertOrthonormal(svd.Right, 10, 40);

        // Two columns of values in a field of zeros: no rounding error ever leaves them.
        float[] narrow = new float[60 * 6];
        for (int row = 0; row < 60; row++)
            (narrow[row * 6], narrow[(row * 6) + 3]) = (row, row % 2);
        RandomizedSvd few = RandomizedSvd.Of(new DenseMap(narrow, 60, 6), new() { Rank = 6 }, FourThreads);
        AssertOrthonormal(few.Left, 6, 60);
        AssertOrthonormal(few.Right, 6, 6);
        Assert.InRange(Distance(narrow, 60, 6, few), 0, 1e-3);

        RandomizedSvd zero = RandomizedSvd.Of(new DenseMap(new float[60 * 40], 60, 40), new() { Rank = 4 }, FourThreads);
        Assert.All(zero.Values, value => Assert.Equal(0, value));
        AssertOrthonormal(zero.Left, 4, 60);
        AssertOrthonormal(zero.Right, 4, 40);
    }

    [Fact]
    public void Columns_that_are_alike_zero_or_of_very_different_size_become_orthonormal()
    {
        const int Rows = 500;
        float[] random = Slow.Random(Rows * 3, 1);
        float[] block = new float[Rows * 6];
        for (int row = 0; row < Rows; row++)
        {
            float a = random[row * 3];
            float b = random[(row * 3) + 1];
            new[] { a, a, a + (1e-4f * b), 1e12f * b, 0, 1e-12f * random[(row * 3) + 2] }.CopyTo(block, row * 6);
        }

        float[] first = [.. Enumerable.Range(0, Rows).Select(row => block[row * 6])];
        OrthonormalColumns.Make(block, Rows, 6, new SeededRandom(1), FourThreads);
        AssertOrthonormal(Slow.Transpose(block, Rows, 6), 6, Rows);

        // The first column is still among what they span.
        double left = first.Sum(value => (double)value * value);
        double all = left;
        for (int column = 0; column < 6; column++)
        {
            double along = Enumerable.Range(0, Rows).Sum(row => (double)first[row] * block[(row * 6) + column]);
            left -= along * along;
        }

        Assert.InRange(left / all, -1e-4, 1e-4);
    }

    [Fact]
    public void Small_matrices_are_decomposed_to_double_precision_even_where_values_are_tiny()
    {
        double[] matrix = [1, 1, 0, 1, 1, 1e-9, 0, 1e-9, 0];
        JacobiSvd svd = JacobiSvd.Of(matrix, 3);
        Assert.Equal(svd.Values.OrderDescending(), svd.Values);
        for (int i = 0; i < 3; i++)
        {
            for (int j = 0; j < 3; j++)
            {
                double rebuilt = 0;
                double left = 0;
                double right = 0;
                for (int k = 0; k < 3; k++)
                {
                    rebuilt += svd.Values[k] * svd.Left[(k * 3) + i] * svd.Right[(k * 3) + j];
                    left += svd.Left[(i * 3) + k] * svd.Left[(j * 3) + k];
                    right += svd.Right[(i * 3) + k] * svd.Right[(j * 3) + k];
                }

                Assert.Equal(matrix[(i * 3) + j], rebuilt, 1e-14);
                Assert.Equal(i == j ? 1 : 0, left, 1e-14);
                Assert.Equal(i == j ? 1 : 0, right, 1e-14);
            }
        }

        JacobiSvd rankOne = JacobiSvd.Of([2, 0, 0, 0], 2);
        Assert.Equal([2, 0], rankOne.Values);
        Assert.Equal(1, Math.Abs(rankOne.Right[3]), 1e-15);
    }

    [Fact]
    public void What_cannot_be_decomposed_is_refused()
    {
        float[] matrix = Slow.Random(20, 1);
        DenseMap map = new(matrix, 4, 5);
        Assert.Equal(
            "Rank must be in 1..4 for a matrix of 4 x 5; got 5",
            Assert.Throws<ArgumentException>(() => RandomizedSvd.Of(map, new() { Rank = 5 }, OneThread)).Message);
        Assert.Throws<ArgumentException>(() => RandomizedSvd.Of(map, new() { Rank = 1, Oversampling = -1 }, OneThread));
        Assert.Throws<ArgumentException>(() => RandomizedSvd.Of(map, new() { Rank = 1, PowerIterations = 101 }, OneThread));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DenseMap(matrix, 5, 5));
        matrix[7] = float.NaN;
        Assert.Throws<ArithmeticException>(() => RandomizedSvd.Of(map, new() { Rank = 2 }, OneThread));

        Assert.Contains("values must be finite; got NaN in row 0, column 1", Assert.Throws<ArgumentException>(() => new SparseMatrix(2, [0, 1], [1], [float.NaN])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new SparseMatrix(2, [0, 2], [1, 1], [1, 1]));
        Assert.Throws<ArgumentException>(() => new SparseMatrix(2, [0, 1], [2], [1]));
        Assert.Throws<ArgumentException>(() => new SparseMatrix(2, [0, 2], [0], [1]));
    }

    [Fact]
    public void It_can_be_stopped()
    {
        ParallelOptions stopped = new() { CancellationToken = new CancellationToken(canceled: true) };
        Assert.ThrowsAny<OperationCanceledException>(() => RandomizedSvd.Of(new DenseMap(new float[20], 4, 5), new() { Rank = 1 }, stopped));
    }
}
