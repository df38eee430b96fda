namespace Perto.Numerics.Tests;

public sealed class DistancesTests
{
    public static TheoryData<int> Lengths => [.. Enumerable.Range(0, 70), 96, 100, 127, 128, 300, 383, 384, 385, 768, 1000, 1536, 3072, 4096];

    [Theory, MemberData(nameof(Lengths))]
    public void Every_register_width_gives_the_dot_product(int length) =>
        CheckEveryWidth<DotTerm>(length, (a, b) => a * b);

    [Theory, MemberData(nameof(Lengths))]
    public void Every_register_width_gives_the_squared_Euclidean_distance(int length) =>
        CheckEveryWidth<SquaredEuclideanTerm>(length, (a, b) => (a - b) * (a - b));

    [Theory, MemberData(nameof(Lengths))]
    public void Every_register_width_gives_the_Manhattan_distance(int length) =>
        CheckEveryWidth<ManhattanTerm>(length, (a, b) => Math.Abs(a - b));

    [Fact]
    public void Known_figures()
    {
        float[] a = [1, 2, 3, 4, 5], b = [5, 4, 3, 2, 2];
        Assert.Equal(5 + 8 + 9 + 8 + 10, Distances.Between<DotTerm>(a, b));
        Assert.Equal(16 + 4 + 0 + 4 + 9, Distances.Between<SquaredEuclideanTerm>(a, b));
        Assert.Equal(4 + 2 + 0 + 2 + 3, Distances.Between<ManhattanTerm>(a, b));
    }

    [Fact]
    public void Denormal_values_are_not_flushed_to_zero()
    {
        const float Tiny = float.Epsilon * 4;
        float[] a = [.. Enumerable.Repeat(Tiny, 50)], zero = new float[50];
        Assert.Equal(50 * Tiny, Distances.Between<ManhattanTerm>(a, zero));
        Assert.Equal(50 * Tiny, Distances.Between<DotTerm>(a, [.. Enumerable.Repeat(1f, 50)]));
    }

    [Fact]
    public void Vectors_may_begin_at_any_address()
    {
        float[] a = Random(500, seed: 1), b = Random(500, seed: 2);
        for (int start = 0; start < 17; start++)
        {
            float aligned = Distances.Between<DotTerm>(a.AsSpan(start, 400).ToArray(), b.AsSpan(start, 400).ToArray());
            Assert.Equal(aligned, Distances.Between<DotTerm>(a.AsSpan(start, 400), b.AsSpan(start, 400)));
        }
    }

    [Theory, MemberData(nameof(Lengths))]
    public void A_row_has_the_same_distance_bit_for_bit_alone_among_rows_and_with_four_queries(int dimension)
    {
        const int Count = 7;
        float[] queries = Random(4 * dimension, seed: 3), rows = Random(Count * dimension, seed: 4);
        Check<DotTerm>();
        Check<SquaredEuclideanTerm>();
        Check<ManhattanTerm>();

        void Check<TTerm>() where TTerm : struct, IDistanceTerm
        {
            float[] four = new float[4 * Count], one = new float[Count];
            Distances.FourQueries<TTerm>(queries, rows, four);
            for (int q = 0; q < 4; q++)
            {
                ReadOnlySpan<float> query = queries.AsSpan(q * dimension, dimension);
                Distances.Rows<TTerm>(query, rows, one);
                Assert.Equal(one, four.AsSpan(q * Count, Count).ToArray());
                for (int r = 0; r < Count; r++)
                    Assert.Equal(one[r], Distances.Between<TTerm>(query, rows.AsSpan(r * dimension, dimension)));
            }
        }
    }

    [Fact]
    public void Spans_that_do_not_fit_together_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Distances.Between<DotTerm>(new float[3], new float[4]));
        Assert.Throws<ArgumentException>(() => Distances.Rows<DotTerm>(new float[3], new float[7], new float[2]));
        Assert.Throws<ArgumentException>(() => Distances.FourQueries<DotTerm>(new float[12], new float[7], new float[8]));
        Assert.Throws<ArgumentException>(() => Distances.FourQueries<DotTerm>(new float[12], new float[6], new float[7]));
    }

    private static void CheckEveryWidth<TTerm>(int length, Func<double, double, double> term)
        where TTerm : struct, IDistanceTerm
    {
        float[] a = Random(length, seed: length), b = Random(length, seed: length + 1);
        double exact = 0, magnitude = 0;
        for (int i = 0; i < length; i++)
        {
            exact += term(a[i], b[i]);
            magnitude += Math.Abs(term(a[i], b[i]));
        }

        // A sum of n floats errs by less than n roundings of the sum of magnitudes (Higham 2002, section 4.2); a term has up to three of
        // its own.
        double tolerance = (length + 3) * magnitude * Math.Pow(2, -24);
        Assert.Equal(exact, Width<Lanes1>(), tolerance);
        Assert.Equal(exact, Width<Lanes4>(), tolerance);
        Assert.Equal(exact, Width<Lanes8>(), tolerance);
        Assert.Equal(exact, Width<Lanes16>(), tolerance);
        Assert.Equal(exact, Width<HardwareWidth>(), tolerance);

        double Width<TWidth>() where TWidth : struct, IVectorWidth
        {
            float[] one = new float[1], four = new float[4];
            DistanceKernel<TTerm, TWidth>.Rows(a, b, one);
            DistanceKernel<TTerm, TWidth>.FourQueries([.. a, .. a, .. a, .. a], b, four);
            Assert.All(four, result => Assert.Equal(one[0], result));
            return one[0];
        }
    }

    private static float[] Random(int length, int seed)
    {
        Random random = new(seed);
        float[] values = new float[length];
        for (int i = 0; i < length; i++)
            values[i] = (random.NextSingle() * 2) - 1;
        return values;
    }

    private readonly struct Lanes1 : IVectorWidth
    {
        public static int Lanes => 1;
    }

    private readonly struct Lanes4 : IVectorWidth
    {
        public static int Lanes => 4;
    }

    private readonly struct Lanes8 : IVectorWidth
    {
        public static int Lanes => 8;
    }

    private readonly struct Lanes16 : IVectorWidth
    {
        public static int Lanes => 16;
    }
}
