namespace Perto.Numerics.Tests;

/// <summary>The products and loops that a network is made of, against the obvious ones.</summary>
public sealed class ProductTests
{
    private static readonly ParallelOptions FourThreads = new() { MaxDegreeOfParallelism = 4 };

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(5, 3, 7)]
    [InlineData(64, 32, 300)]
    [InlineData(130, 17, 513)]
    public void A_product_with_a_packed_transpose_agrees_with_the_triple_loop(int m, int n, int k)
    {
        float[] a = Slow.Random(m * k, 1);
        float[] c = Slow.Random(k * n, 2);
        float[] product = Enumerable.Repeat(float.NaN, m * n).ToArray();
        PackedMatrix packed = PackedMatrix.PackTransposed(c, k, n, FourThreads);
        Assert.Equal((n, k), (packed.Rows, packed.Columns));
        packed.Multiply(a, m, product);
        Slow.Near(Slow.ProductTransposed(a, m, Slow.Transpose(c, k, n), n, k), product, 1e-3);
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(5, 3, 7)]
    [InlineData(64, 32, 256)]
    [InlineData(150, 17, 700)]
    public void A_product_of_a_transpose_agrees_with_the_triple_loop_and_adds_to_what_is_there(int m, int n, int rows)
    {
        float[] a = Slow.Random(rows * m, 1);
        float[] b = Slow.Random(rows * n, 2);
        double[] expected = Slow.ProductTransposed(Slow.Transpose(a, rows, m), m, Slow.Transpose(b, rows, n), n, rows);
        float[] product = Enumerable.Repeat(float.NaN, m * n).ToArray();
        TransposedProduct.Multiply(a, m, b, n, rows, product, FourThreads);
        Slow.Near(expected, product, 1e-3);

        float[] sum = [.. product];
        TransposedProduct.Add(a, m, b, n, rows, sum);
        Slow.Near([.. expected.Select(value => 2 * value)], sum, 2e-3);
        Assert.Throws<ArgumentOutOfRangeException>(() => TransposedProduct.Add(a, m, b, n, rows + 1, sum));
    }

    [Fact]
    public void Rectified_sums_their_gradients_and_products_agree_with_the_loop_for_every_length()
    {
        for (int length = 0; length <= 50; length++)
        {
            float[] x = Slow.Random(length, length);
            float[] y = Slow.Random(length, length + 100);
            float[] rectified = new float[length];
            Rectifier.OfSum(x, y, rectified);
            float[] gradient = [.. y];
            Rectifier.Backward(rectified, 1.5f, gradient);
            float[] sum = [.. x];
            VectorKernels.AddProduct(0.5f, x, y, sum);
            for (int i = 0; i < length; i++)
            {
                Assert.Equal(Math.Max(x[i] + y[i], 0), rectified[i]);
                Assert.Equal(x[i] + y[i] > 0 ? 1.5f * y[i] : 0, gradient[i]);
                Assert.Equal(x[i] + (0.5f * x[i] * y[i]), sum[i], 1e-5f);
            }
        }

        Assert.Throws<ArgumentException>(() => Rectifier.OfSum([1], [1, 2], new float[2]));
        Assert.Throws<ArgumentException>(() => Rectifier.Backward([1], 1, new float[2]));
        Assert.Throws<ArgumentException>(() => VectorKernels.AddProduct(1, [1], [1], new float[2]));
    }
}
