using Perto.Numerics;

namespace Perto.Vectors.Tests.Quantisation;

public sealed class RotationTests
{
    public static TheoryData<int> Dimensions => [1, 2, 3, 7, 8, 9, 16, 31, 64, 100, 384, 513];

    [Theory]
    [MemberData(nameof(Dimensions))]
    public void It_is_the_matrix_that_it_says_and_keeps_inner_products(int dimension)
    {
        Rotation rotation = new(dimension);
        float[] a = Vector(dimension, seed: 1), b = Vector(dimension, seed: 2);
        float[][] columns = [.. Enumerable.Range(0, dimension).Select(column => Rotated(rotation, Unit(dimension, column)))];

        // Linear: the images of the axes are the whole of it.
        float[] rotated = Rotated(rotation, a);
        for (int i = 0; i < dimension; i++)
            Assert.Equal(columns.Select((column, j) => (double)column[i] * a[j]).Sum(), rotated[i], 1e-4);
        Assert.Equal(Product(a, b), Product(rotated, Rotated(rotation, b)), 1e-3);
        Assert.Equal(Product(a, a), Product(rotated, rotated), 1e-3);
    }

    [Fact]
    public void It_spreads_a_skewed_vector_over_all_coordinates()
    {
        float[] axis = Rotated(new Rotation(384), Unit(384, 5));
        Assert.True(axis.Max(Math.Abs) < .35, $"one coordinate has {axis.Max(Math.Abs)} of the length");
        Assert.True(axis.Count(value => value != 0) > 200);
    }

    private static float[] Rotated(Rotation rotation, float[] vector)
    {
        float[] copy = [.. vector];
        rotation.Apply(copy);
        return copy;
    }

    private static float[] Unit(int dimension, int axis)
    {
        float[] vector = new float[dimension];
        vector[axis] = 1;
        return vector;
    }

    private static float[] Vector(int dimension, long seed)
    {
        SeededRandom random = new(seed);
        return [.. Enumerable.Range(0, dimension).Select(_ => (float)random.Normal())];
    }

    private static double Product(float[] a, float[] b) => a.Zip(b, (x, y) => (double)x * y).Sum();
}
