using Perto.Numerics;

namespace Perto.Learning.Tests;

public sealed class PrincipalComponentsTests
{
    /// <summary>Rows around a mean far from zero, with standard deviations that fall from column to column, then turned.</summary>
    private static float[] Data(int rows, int columns, long seed)
    {
        SeededRandom random = new(seed);
        float[] values = new float[rows * columns];
        for (int row = 0; row < rows; row++)
        {
            double common = random.Normal();
            for (int column = 0; column < columns; column++)
                values[(row * columns) + column] = (float)(20 + column + (3 * common / (1 + (column % 3))) + (random.Normal() * Math.Pow(0.8, column)));
        }

        return values;
    }

    /// <summary>Covariance by its definition, in double precision.</summary>
    private static double[,] Covariance(float[] values, int rows, int columns)
    {
        double[] means = new double[columns];
        for (int i = 0; i < values.Length; i++)
            means[i % columns] += (double)values[i] / rows;
        double[,] covariance = new double[columns, columns];
        for (int row = 0; row < rows; row++)
        {
            for (int i = 0; i < columns; i++)
            {
                for (int j = 0; j < columns; j++)
                    covariance[i, j] += (values[(row * columns) + i] - means[i]) * (values[(row * columns) + j] - means[j]) / (rows - 1);
            }
        }

        return covariance;
    }

    private static SparseMatrix Sparse(float[] values, int rows, int columns)
    {
        int[] starts = new int[rows + 1];
        List<int> at = [];
        List<float> kept = [];
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] != 0)
            {
                at.Add(i % columns);
                kept.Add(values[i]);
            }

            starts[(i / columns) + 1] = at.Count;
        }

        return new SparseMatrix(columns, starts, [.. at], [.. kept]);
    }

    private static float[] SparseData(int rows, int columns, long seed)
    {
        SeededRandom random = new(seed);
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.Length; i++)
            values[i] = random.NextDouble() < 0.2 ? 1 + random.NextSingle() + (i % columns % 5) : 0;
        return values;
    }

    private static float[] Transformed(PrincipalComponents components, float[] rows)
    {
        float[] reduced = new float[rows.Length / components.Columns * components.Components];
        components.Transform(rows, reduced);
        return reduced;
    }

    private static void AssertIsPca(PrincipalComponents components, float[] values, int rows, int columns, double tolerance)
    {
        double[,] covariance = Covariance(values, rows, columns);
        double total = Enumerable.Range(0, columns).Sum(i => covariance[i, i]);
        Assert.Equal(total, components.TotalVariance, tolerance * total);
        for (int k = 0; k < components.Components; k++)
        {
            ReadOnlySpan<float> vector = components.Vectors.Slice(k * columns, columns);
            double variance = components.ExplainedVariance[k];
            Assert.True(k == 0 || variance <= components.ExplainedVariance[k - 1]);
            Assert.Equal(variance / components.TotalVariance, components.ExplainedVarianceRatio()[k], 1e-12);
            Assert.True(vector[Enumerable.Range(0, columns).MaxBy(i => Math.Abs(components.Vectors[(k * columns) + i]))] > 0);

            // C v = variance v, and unit length: an eigenvector.
            double square = 0;
            for (int i = 0; i < columns; i++)
            {
                double image = 0;
                for (int j = 0; j < columns; j++)
                    image += covariance[i, j] * vector[j];
                Assert.Equal(variance * vector[i], image, tolerance * total);
                square += (double)vector[i] * vector[i];
            }

            Assert.Equal(1, square, 1e-4);
        }
    }

    [Theory]
    [InlineData(PcaMethod.Exact)]
    [InlineData(PcaMethod.Randomised)]
    [InlineData(PcaMethod.Automatic)]
    public void Directions_are_eigenvectors_of_the_covariance_with_the_largest_eigenvalues(PcaMethod method)
    {
        float[] values = Data(400, 12, 1);
        PrincipalComponents components = PrincipalComponents.Fit(values, 400, 12, new PcaSettings { Components = 5, Method = method });
        AssertIsPca(components, values, 400, 12, 1e-5);

        // The largest: together with the rest they make up the trace.
        PrincipalComponents all = PrincipalComponents.Fit(values, 400, 12, new PcaSettings { Components = 12, Method = method });
        Assert.Equal(1, all.ExplainedVarianceRatio().Sum(), 1e-5);
        for (int k = 0; k < 5; k++)
            Assert.Equal(all.ExplainedVariance[k], components.ExplainedVariance[k], 1e-5 * all.ExplainedVariance[0]);
    }

    [Fact]
    public void Sparse_data_have_the_components_of_the_same_dense_data()
    {
        float[] values = SparseData(300, 40, 2);
        PcaSettings settings = new() { Components = 40 };
        PrincipalComponents sparse = PrincipalComponents.Fit(Sparse(values, 300, 40), settings);
        AssertIsPca(sparse, values, 300, 40, 1e-5);
        Assert.Equal(1, sparse.ExplainedVarianceRatio().Sum(), 1e-5);
        Assert.Equal(PrincipalComponents.Fit(values, 300, 40, settings).ExplainedVariance[0], sparse.ExplainedVariance[0], 1e-3);
    }

    [Fact]
    public void Rows_come_back_from_all_components_and_as_near_as_the_variance_says_from_some()
    {
        float[] values = Data(700, 9, 3);
        float[] back = new float[values.Length];
        PrincipalComponents all = PrincipalComponents.Fit(values, 700, 9, new PcaSettings { Components = 9 });
        all.InverseTransform(Transformed(all, values), back);
        for (int i = 0; i < values.Length; i++)
            Assert.Equal(values[i], back[i], 1e-3f);

        PrincipalComponents some = PrincipalComponents.Fit(values, 700, 9, new PcaSettings { Components = 3 });
        some.InverseTransform(Transformed(some, values), back);
        double lost = values.Zip(back, (value, returned) => Math.Pow(value - returned, 2)).Sum() / 699;
        Assert.Equal(some.TotalVariance - some.ExplainedVariance.ToArray().Sum(), lost, 1e-3 * some.TotalVariance);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Reduced_data_are_uncorrelated_with_the_explained_variance_or_variance_one(bool whiten)
    {
        float[] values = Data(500, 8, 4);
        PrincipalComponents components = PrincipalComponents.Fit(values, 500, 8, new PcaSettings { Components = 4, Whiten = whiten });
        double[,] covariance = Covariance(Transformed(components, values), 500, 4);
        for (int i = 0; i < 4; i++)
        {
            for (int j = 0; j < 4; j++)
            {
                double expected = i != j ? 0 : whiten ? 1 : components.ExplainedVariance[i];
                Assert.Equal(expected, covariance[i, j], 2e-3 * Math.Max(1, components.ExplainedVariance[0]));
            }
        }

        float[] back = new float[8];
        float[] first = new float[4];
        components.Transform(values.AsSpan(0, 8), first);
        components.InverseTransform(first, back);
        for (int i = 0; i < 8; i++)
            Assert.Equal(values[i], back[i], 2.5f);
    }

    [Fact]
    public void Columns_that_do_not_vary_and_data_of_low_rank_leave_components_without_variance()
    {
        float[] values = new float[50 * 6];
        for (int row = 0; row < 50; row++)
            new[] { 7f, row, 2 * row, 7, row % 2, 0 }.CopyTo(values, row * 6);
        foreach (PcaMethod method in new[] { PcaMethod.Exact, PcaMethod.Randomised })
        {
            PrincipalComponents components = PrincipalComponents.Fit(values, 50, 6, new PcaSettings { Components = 6, Method = method, Whiten = true });
            AssertIsPca(components, values, 50, 6, 1e-5);
            Assert.All(components.ExplainedVariance[2..].ToArray(), variance => Assert.Equal(0, variance, 1e-3));
            Assert.All(Transformed(components, values), value => Assert.InRange(value, -1e3f, 1e3f));
        }

        float[] constant = Enumerable.Repeat(3f, 40).ToArray();
        PrincipalComponents nothing = PrincipalComponents.Fit(constant, 10, 4, new PcaSettings { Components = 2, Whiten = true });
        Assert.Equal([0, 0], nothing.ExplainedVarianceRatio());
        Assert.All(Transformed(nothing, constant), value => Assert.Equal(0, value));
    }

    [Fact]
    public void Wide_data_have_the_same_components_for_any_number_of_threads()
    {
        float[] values = Data(60, 1_500, 5);
        PcaSettings settings = new() { Components = 8 };
        PrincipalComponents one = PrincipalComponents.Fit(values, 60, 1_500, settings, new FitOptions { Threads = 1 });
        PrincipalComponents four = PrincipalComponents.Fit(values, 60, 1_500, settings, new FitOptions { Threads = 4 });
        Assert.Equal(one.Vectors.ToArray(), four.Vectors.ToArray());
        Assert.Equal(one.ExplainedVariance.ToArray(), four.ExplainedVariance.ToArray());
        Assert.InRange(one.ExplainedVarianceRatio()[0], 0.5, 1);
    }

    [Fact]
    public void Saved_and_loaded_they_transform_the_same_and_damage_is_found()
    {
        float[] values = Data(80, 7, 6);
        PrincipalComponents components = PrincipalComponents.Fit(values, 80, 7, new PcaSettings { Components = 3, Whiten = true });
        using MemoryStream stream = new();
        components.Save(stream);
        stream.Position = 0;
        PrincipalComponents loaded = PrincipalComponents.Load(stream);
        Assert.Equal(stream.Length, stream.Position);
        Assert.Equal(Transformed(components, values), Transformed(loaded, values));
        Assert.Equal((7, 3, true, components.TotalVariance), (loaded.Columns, loaded.Components, loaded.Whiten, loaded.TotalVariance));

        SeededRandom random = new(1);
        byte[] bytes = stream.ToArray();
        for (int time = 0; time < 100; time++)
        {
            byte[] damaged = [.. bytes];
            damaged[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
            Assert.Throws<BinaryFormatException>(() => PrincipalComponents.Load(new MemoryStream(damaged)));
            Assert.Throws<BinaryFormatException>(() => PrincipalComponents.Load(new MemoryStream(bytes[..random.Next(bytes.Length)])));
        }

        using MemoryStream other = new();
        Popularity.Fit(InteractionMatrix.From(1, 1, [new(0, 0)])).Save(other);
        other.Position = 0;
        Assert.Contains("kind 'pca' was expected; this is 'popularity'", Assert.Throws<BinaryFormatException>(() => PrincipalComponents.Load(other)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_has_no_components_is_refused()
    {
        string Refusal(float[] values, int rows, int columns, PcaSettings settings) =>
            Assert.ThrowsAny<ArgumentException>(() => PrincipalComponents.Fit(values, rows, columns, settings)).Message;

        PcaSettings one = new() { Components = 1 };
        Assert.Equal("rows must be at least 2: one row has no variance; got 1", Refusal([1, 2], 1, 2, one));
        Assert.Equal("Components must be in 1..2 for 3 rows of 2 columns; got 3", Refusal(new float[6], 3, 2, one with { Components = 3 }));
        Assert.Equal("Components must be in 1..2 for 3 rows of 2 columns; got 0", Refusal(new float[6], 3, 2, one with { Components = 0 }));
        Assert.Equal("Oversampling must be in 0..1000; got -1", Refusal(new float[6], 3, 2, one with { Oversampling = -1 }));
        Assert.Equal("values must be finite and at most 1e15 in magnitude; got NaN in row 1, column 0", Refusal([1, 2, float.NaN, 4], 2, 2, one));
        Assert.Equal("values must be finite and at most 1e15 in magnitude; got 1E+16 in row 0, column 1", Refusal([1, 1e16f, 3, 4], 2, 2, one));
        Assert.Equal("values must hold 3 rows of 2; got 4 numbers", Refusal(new float[4], 3, 2, one));
        Assert.Equal(
            "Method must be Automatic or Randomised for sparse data; got Exact",
            Assert.ThrowsAny<ArgumentException>(() => PrincipalComponents.Fit(Sparse([1, 0, 0, 1], 2, 2), one with { Method = PcaMethod.Exact })).Message);

        PrincipalComponents components = PrincipalComponents.Fit([1, 2, 3, 5], 2, 2, one);
        Assert.Throws<ArgumentException>(() => components.Transform(new float[3], new float[1]));
        Assert.Throws<ArgumentException>(() => components.Transform(new float[4], new float[1]));
        Assert.Throws<ArgumentException>(() => components.InverseTransform(new float[2], new float[3]));
    }
}
