namespace Perto.Numerics.Tests;

public sealed class MatrixTests
{
    private static readonly ParallelOptions OneThread = new() { MaxDegreeOfParallelism = 1 };
    private static readonly ParallelOptions FourThreads = new() { MaxDegreeOfParallelism = 4 };

    [Fact]
    public void Dot_Axpy_and_Scale_agree_with_the_loop_for_every_length()
    {
        for (int length = 0; length <= 100; length++)
        {
            float[] x = Slow.Random(length, length);
            float[] y = Slow.Random(length, length + 1_000);
            double expected = 0;
            for (int i = 0; i < length; i++)
                expected += (double)x[i] * y[i];
            Assert.Equal(expected, VectorKernels.Dot(x, y), 1e-4);

            float[] sum = [.. y];
            VectorKernels.Axpy(0.7f, x, sum);
            float[] scaled = [.. x];
            VectorKernels.Scale(-3, scaled);
            for (int i = 0; i < length; i++)
            {
                Assert.Equal(y[i] + (0.7f * x[i]), sum[i], 1e-5f);
                Assert.Equal(-3 * x[i], scaled[i]);
            }
        }

        Assert.Throws<ArgumentException>(() => VectorKernels.Dot([1], [1, 2]));
        Assert.Throws<ArgumentException>(() => VectorKernels.Axpy(1, [1], new float[2]));
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(3, 5, 7)]
    [InlineData(4, 16, 8)]
    [InlineData(65, 33, 64)]
    [InlineData(130, 70, 300)]
    [InlineData(5, 100, 513)]
    public void A_packed_product_agrees_with_the_triple_loop(int m, int n, int k)
    {
        float[] a = Slow.Random(m * k, 1);
        float[] b = Slow.Random(n * k, 2);
        double[] expected = Slow.ProductTransposed(a, m, b, n, k);
        PackedMatrix packed = PackedMatrix.Pack(b, n, k, FourThreads);
        float[] product = Enumerable.Repeat(float.NaN, m * n).ToArray();
        packed.Multiply(a, m, product);
        Slow.Near(expected, product, 1e-3);

        float[] parallel = new float[m * n];
        packed.Multiply(a, m, parallel, FourThreads);
        Assert.Equal(product, parallel);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(10, 3)]
    [InlineData(1_000, 17)]
    [InlineData(9_000, 32)]
    public void A_Gram_matrix_agrees_with_the_triple_loop_for_any_number_of_threads(int rows, int dimensions)
    {
        float[] x = Slow.Random(rows * dimensions, 3);
        float[] xt = Slow.Transpose(x, rows, dimensions);
        float[] gram = GramMatrix.Of(x, rows, dimensions, OneThread);
        Slow.Near(Slow.ProductTransposed(xt, dimensions, xt, dimensions, rows), gram, 1e-5 * rows + 1e-5);
        Assert.Equal(gram, GramMatrix.Of(x, rows, dimensions, FourThreads));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 5)]
    [InlineData(16, 40)]
    [InlineData(37, 10)]
    [InlineData(64, 200)]
    [InlineData(130, 64)]
    public void A_positive_definite_system_is_solved(int size, int rows)
    {
        float[] diagonal = [.. Slow.Random(size, 4).Select(value => 0.5f + Math.Abs(value))];
        float[] x = Slow.Random(rows * size, 5);
        float[] right = Slow.Random(size, 6);

        PositiveDefiniteSystem system = new(200);
        Assert.Throws<ArgumentOutOfRangeException>(() => system.Reset(new float[201]));
        float[] solution = [.. right];

        // Twice, because the workspace is used again and again.
        for (int time = 0; time < 2; time++)
        {
            system.Reset(diagonal);
            float[] panel = new float[rows * system.Stride];
            for (int row = 0; row < rows; row++)
                x.AsSpan(row * size, size).CopyTo(panel.AsSpan(row * system.Stride));
            system.AddOuterProducts(panel, rows);
            system.Factor();
            right.CopyTo(solution, 0);
            system.Solve(solution);
        }

        double[] residual = [.. right.Select(value => -(double)value)];
        for (int i = 0; i < size; i++)
            residual[i] += (double)diagonal[i] * solution[i];
        for (int row = 0; row < rows; row++)
        {
            double along = 0;
            for (int i = 0; i < size; i++)
                along += (double)x[(row * size) + i] * solution[i];
            for (int i = 0; i < size; i++)
                residual[i] += along * x[(row * size) + i];
        }

        Assert.All(residual, value => Assert.Equal(0, value, 2e-4));
    }

    [Fact]
    public void A_system_that_is_not_positive_definite_names_the_pivot()
    {
        PositiveDefiniteSystem system = new(4);
        system.Reset([1, 1, -1, 1]);
        Assert.Equal(2, Assert.Throws<NotPositiveDefiniteException>(system.Factor).Pivot);

        float[] matrix = [1, 0, 0, -1];
        Assert.Equal(1, Assert.Throws<NotPositiveDefiniteException>(() => SymmetricInverse.Invert(matrix, 2, OneThread)).Pivot);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(192)]
    [InlineData(193)]
    [InlineData(450)]
    public void The_inverse_times_the_matrix_is_the_identity_for_any_number_of_threads(int size)
    {
        float[] matrix = Slow.PositiveDefinite(size, 7);
        float[] inverse = [.. matrix];

        // Only what is on and below the diagonal may be read.
        for (int row = 0; row < size; row++)
        {
            for (int column = row + 1; column < size; column++)
                inverse[(row * size) + column] = float.NaN;
        }

        float[] other = [.. inverse];
        List<int> progress = [];
        SymmetricInverse.Invert(inverse, size, OneThread, progress.Add);
        Assert.Equal(size, progress[^1]);

        double[] identity = new double[size * size];
        for (int i = 0; i < size; i++)
            identity[(i * size) + i] = 1;
        double[] product = Slow.ProductTransposed(matrix, size, inverse, size, size);
        Slow.Near(identity, Array.ConvertAll(product, value => (float)value), 1e-4);

        SymmetricInverse.Invert(other, size, FourThreads);
        Assert.Equal(inverse, other);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(50)]
    [InlineData(129)]
    public void Eigenvectors_are_orthonormal_and_give_the_matrix_back(int size)
    {
        float[] matrix = Slow.PositiveDefinite(size, 8);
        AssertDecomposes(matrix, size);
    }

    [Fact]
    public void A_matrix_that_is_diagonal_singular_or_has_equal_eigenvalues_is_decomposed()
    {
        AssertDecomposes([3, 0, 0, 0, 5, 0, 0, 0, 3], 3);
        AssertDecomposes(new float[16], 4);
        AssertDecomposes([1, 1, 1, 1, 1, 1, 1, 1, 1], 3);
        AssertDecomposes([2, -1, 0, -1, 2, -1, 0, -1, 2], 3);
    }

    [Fact]
    public void Eigenvalues_of_the_second_difference_are_the_known_ones()
    {
        SymmetricEigen eigen = SymmetricEigen.Of([2, -1, 0, -1, 2, -1, 0, -1, 2], 3);
        Assert.Equal(2 + Math.Sqrt(2), eigen.Values[0], 1e-12);
        Assert.Equal(2, eigen.Values[1], 1e-12);
        Assert.Equal(2 - Math.Sqrt(2), eigen.Values[2], 1e-12);
    }

    [Theory]
    [InlineData(1e-4f)]
    [InlineData(1e-20f)]
    public void A_matrix_of_one_direction_and_noise_is_decomposed(float noise)
    {
        // What a factorisation with far too much regularisation leaves: one axis, and the rest next to nothing.
        const int Size = 128;
        float[] direction = Slow.Random(Size, 9);
        float[] rest = Slow.Random(Size * Size, 10);
        float[] matrix = new float[Size * Size];
        for (int i = 0; i < Size; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                float tiny = noise * rest[(i * Size) + j];
                matrix[(i * Size) + j] = matrix[(j * Size) + i] = i % 2 == 0 && j % 2 == 0 ? tiny + (direction[i] * direction[j]) : tiny;
            }
        }

        AssertDecomposes(matrix, Size);
    }

    private static void AssertDecomposes(float[] matrix, int size)
    {
        SymmetricEigen eigen = SymmetricEigen.Of(matrix, size);
        Assert.Equal(eigen.Values.OrderDescending(), eigen.Values);
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
            {
                double inner = 0;
                double rebuilt = 0;
                for (int k = 0; k < size; k++)
                {
                    inner += eigen.Vectors[(i * size) + k] * eigen.Vectors[(j * size) + k];
                    rebuilt += eigen.Values[k] * eigen.Vectors[(k * size) + i] * eigen.Vectors[(k * size) + j];
                }

                Assert.Equal(i == j ? 1 : 0, inner, 1e-10);
                Assert.Equal(matrix[(i * size) + j], rebuilt, 1e-10);
            }
        }
    }
}
