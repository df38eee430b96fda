namespace Perto.Recommendations.Tests;

public sealed class DppTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(0.3)]
    [InlineData(0.7)]
    public void Picking_equals_the_greatest_determinant_at_each_step(double lambda)
    {
        var random = new Random(13);
        for (int round = 0; round < 40; round++)
        {
            int items = random.Next(1, 25);
            float[] relevance = [.. Enumerable.Range(0, items).Select(_ => random.NextSingle())];
            double[][] vectors = [.. Enumerable.Range(0, items).Select(_ => Unit(random, 12))];
            float Similarity(int a, int b) => (float)Dot(vectors[a], vectors[b]);

            int[] picked = Dpp.With(lambda).Pick(relevance, Similarity, take: 8);

            Assert.Equal(ByDeterminants(lambda, relevance, Similarity, 8), picked);
        }
    }

    [Fact]
    public void Two_halves_of_a_likeness_are_not_a_whole_one()
    {
        // The third is halfway between the first two: they explain it whole, though it is like neither.
        double[][] vectors = [[1, 0, 0], [0, 1, 0], [Math.Sqrt(0.5), Math.Sqrt(0.5), 0], [0.9, 0, Math.Sqrt(1 - 0.81)]];
        float Similarity(int a, int b) => (float)Dot(vectors[a], vectors[b]);
        Assert.Equal([0, 1, 3, 2], Dpp.With(0.5).Pick([1, 0.99f, 0.9f, 0.8f], Similarity, take: 4));
    }

    [Fact]
    public void Lambda_one_is_the_order_of_relevance() => Assert.Equal([1, 2, 0, 3], Dpp.With(1).Pick([0.1f, 0.9f, 0.5f, 0.0999f], (_, _) => 1, take: 4));

    [Fact]
    public void Items_that_are_all_alike_come_in_the_order_of_relevance() => Assert.Equal([1, 2, 0], Dpp.With(0.7).Pick([0.1f, 0.9f, 0.5f], (_, _) => 1, take: 3));

    [Fact]
    public void The_first_picks_show_as_many_labels_as_were_wished()
    {
        string[][] labels = [["a"], ["a"], ["a"], ["a"], ["b"], ["c"]];
        int[] picked = Dpp.With(0.7).Pick([1, 0.9f, 0.8f, 0.7f, 0.1f, 0.05f], (a, b) => a == b ? 1 : 0, take: 6, item => labels[item], atLeast: 3, within: 4);
        Assert.Equal(3, picked.Take(4).SelectMany(item => labels[item]).Distinct().Count());
        Assert.Equal(6, picked.Distinct().Count());
    }

    [Fact]
    public void Similarities_that_no_vectors_have_do_no_harm()
    {
        var random = new Random(3);
        float[,] similarity = new float[30, 30];
        for (int a = 0; a < 30; a++)
        {
            for (int b = 0; b <= a; b++)
                similarity[a, b] = similarity[b, a] = random.NextSingle();
        }
        Assert.Equal(30, Dpp.With(0.5).Pick(new float[30], (a, b) => similarity[a, b], take: 30).Distinct().Count());
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void A_lambda_outside_its_range_is_refused(double lambda) => Assert.Throws<ArgumentOutOfRangeException>(() => Dpp.With(lambda));

    private static int[] ByDeterminants(double lambda, float[] relevance, Func<int, int, float> similarity, int take)
    {
        double a = lambda / (2 * (1 - lambda));
        var picked = new List<int>();
        while (picked.Count < Math.Min(take, relevance.Length))
        {
            int best = -1;
            double greatest = double.NegativeInfinity;
            for (int item = 0; item < relevance.Length; item++)
            {
                if (picked.Contains(item))
                    continue;
                int[] set = [.. picked, item];
                double determinant = Determinant([.. set.Select(i => (double[])[.. set.Select(j =>
                    (i == j ? 1 : similarity(i, j)) * Math.Exp(a * relevance[i]) * Math.Exp(a * relevance[j]))])]);
                if (determinant > greatest)
                    (best, greatest) = (item, determinant);
            }
            picked.Add(best);
        }
        return [.. picked];
    }

    private static double Determinant(double[][] matrix)
    {
        double determinant = 1;
        for (int column = 0; column < matrix.Length; column++)
        {
            int pivot = Enumerable.Range(column, matrix.Length - column).MaxBy(row => Math.Abs(matrix[row][column]));
            if (pivot != column)
            {
                (matrix[pivot], matrix[column]) = (matrix[column], matrix[pivot]);
                determinant = -determinant;
            }
            determinant *= matrix[column][column];
            for (int row = column + 1; row < matrix.Length && matrix[column][column] != 0; row++)
            {
                double factor = matrix[row][column] / matrix[column][column];
                for (int i = column; i < matrix.Length; i++)
                    matrix[row][i] -= factor * matrix[column][i];
            }
        }
        return determinant;
    }

    private static double[] Unit(Random random, int dimensions)
    {
        // All values positive: similarities are 0..1.
        double[] vector = [.. Enumerable.Range(0, dimensions).Select(_ => random.NextDouble())];
        double length = Math.Sqrt(Dot(vector, vector));
        return [.. vector.Select(value => value / length)];
    }

    private static double Dot(double[] x, double[] y) => x.Zip(y, (a, b) => a * b).Sum();
}
