using FsCheck;
using FsCheck.Fluent;
using Perto.Testing;

namespace Perto.Vectors.Tests;

public sealed class SparseSearchTests
{
    private static readonly double[] Passing = [0.001, 0.05, 0.5, 1];

    [Fact]
    public void Any_field_gives_what_the_obvious_search_gives_to_the_last_bit() => Check.One(
        Seeds.Property(cases: 300),
        Prop.ForAll(ArbMap.Default.GeneratorFor<int>().Resize(int.MaxValue).ToArbitrary(), Agrees));

    [Fact]
    public void A_field_of_many_blocks_gives_what_the_obvious_search_gives()
    {
        Random random = Seeds.Random();
        foreach (SparseScoring scoring in Enum.GetValues<SparseScoring>())
        {
            List<(uint[], float[])> rows = RandomRows.Many(random, 30_000, vocabulary: 20_000, longest: 30, Values(scoring));
            SparseField field = new(rows, scoring, cuts: [25_000]);
            int hits = 0;
            for (int q = 0; q < 60; q++)
            {
                uint[] query = RandomRows.Query(random, 20_000, q % 3 == 0 ? 60 : 3);
                float[] weights = Weights(random, scoring, query.Length);
                (float, int)[] slow = field.SlowSearch(query, weights, k: 10);
                foreach (SparsePath scan in Enum.GetValues<SparsePath>())
                    Assert.Equal(slow, field.Search(query, weights, k: 10, scan: scan));
                hits += slow.Length;
            }
            Assert.True(hits > 500, $"only {hits} hits were compared");
        }
    }

    [Fact]
    public void Parts_head_and_a_mixture_of_them_give_the_same()
    {
        Random random = Seeds.Random();
        foreach (SparseScoring scoring in Enum.GetValues<SparseScoring>())
        {
            List<(uint[], float[])> rows = RandomRows.Many(random, 3_000, vocabulary: 2_000, longest: 20, Values(scoring));
            SparseField head = new(rows, scoring, cuts: []);
            SparseField part = new(rows, scoring, cuts: [rows.Count]);
            SparseField mixture = new(rows, scoring, cuts: [1, 1, 700, 2_100]);
            for (int q = 0; q < 40; q++)
            {
                uint[] query = RandomRows.Query(random, 2_000, 4);
                float[] weights = Weights(random, scoring, query.Length);
                (float, int)[] expected = head.Search(query, weights, k: 25);
                Assert.NotEmpty(expected);
                Assert.Equal(expected, part.Search(query, weights, k: 25));
                Assert.Equal(expected, mixture.Search(query, weights, k: 25));
            }
        }
    }

    [Fact]
    public void Rows_of_equal_score_come_in_the_order_that_was_asked_for()
    {
        List<(uint[], float[])> rows = [.. Enumerable.Range(0, 1_000).Select(i => (new uint[] { 7 }, new[] { i % 10 == 0 ? 2f : 1f }))];
        SparseField field = new(rows, SparseScoring.Dot, cuts: [400, 800]);

        Assert.Equal([0, 10, 20], field.Search([7], [1], k: 3).Select(hit => hit.Row));
        Assert.Equal([990, 980, 970], field.Search([7], [1], k: 3, newestFirst: true).Select(hit => hit.Row));
        Assert.Equal([0, 10, 20, 1, 2], field.Search([7], [1], k: 5, filter: row => row is < 30).Select(hit => hit.Row));
    }

    [Fact]
    public void A_row_that_shares_a_dimension_is_a_hit_of_Dot_with_any_score_and_of_Bm25_only_above_0()
    {
        List<(uint[], float[])> rows = [([1], [1]), ([2], [1]), ([1, 2], [2, 1]), ([3], [1])];
        foreach (int[] cuts in new int[][] { [], [4], [2] })
        {
            SparseField dot = new(rows, SparseScoring.Dot, cuts);
            Assert.Equal([(0f, 1), (-1f, 0), (-2f, 2)], dot.Search([1, 2], [-1, 0], k: 10));
            SparseField bm25 = new(rows, SparseScoring.Bm25, cuts);
            Assert.Equal([1], bm25.Search([1, 2], [-2, 1], k: 10).Select(hit => hit.Row));
        }
    }

    [Fact]
    public void A_query_without_a_matching_term_gives_nothing()
    {
        foreach (SparseScoring scoring in Enum.GetValues<SparseScoring>())
        {
            SparseField field = new([([1], [1]), ([5, 9], [1, 1])], scoring, cuts: [1]);
            Assert.Empty(field.Search([0, 2, 8, 10, uint.MaxValue], [1, 1, 1, 1, 1], k: 10));
            Assert.Empty(field.Search([], [], k: 10));
            Assert.Empty(new SparseField([], scoring, cuts: [0]).Search([1], [1], k: 10));
        }
    }

    [Fact]
    public void A_query_that_does_not_ascend_or_is_of_another_scoring_is_refused()
    {
        SparseField field = new([([1], [1])], SparseScoring.Dot, cuts: [1]);
        Assert.Contains("3 follows 3", Assert.Throws<ArgumentException>(() => field.Search([3, 3], [1, 1], k: 1)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => field.Search([3], [1, 1], k: 1));
        SparsePart[] parts = field.Parts;
        Assert.Throws<ArgumentException>(() =>
        {
            TopRows<RowNumberOrder> top = new(1, default);
            SparseSearch.Run(new SparseIndex(parts), [1], [1], SparseScoring.Bm25, new Bm25(), new SparseStatistics(), ref top, default(EveryRow));
        });
    }

    [Fact]
    public void A_search_allocates_nothing()
    {
        Random random = Seeds.Random();
        foreach (SparseScoring scoring in Enum.GetValues<SparseScoring>())
        {
            List<(uint[], float[])> rows = RandomRows.Many(random, 20_000, vocabulary: 5_000, longest: 20, Values(scoring));
            SparseField field = new(rows, scoring, cuts: [8_000, 9_000]);
            uint[] query = RandomRows.Query(random, 5_000, 12);
            float[] weights = Weights(random, scoring, query.Length);
            Assert.Equal(10, Count(field, scoring, query, weights));
            Allocations.AssertNone(() => Count(field, scoring, query, weights));
        }
    }

    private static int Count(SparseField field, SparseScoring scoring, uint[] query, float[] weights)
    {
        TopRows<RowNumberOrder> top = new(10, default);
        SparseSearch.Run(
            new SparseIndex(field.Parts, field.Head, field.Head.End), query, weights, scoring, field.Bm25, field.Statistics, ref top, default(EveryRow));
        top.Return();
        return top.Count;
    }

    private static bool Agrees(int seed)
    {
        Random random = new(seed);
        SparseScoring scoring = random.Next(2) == 0 ? SparseScoring.Dot : SparseScoring.Bm25;
        int count = random.Next(1, 1_200), vocabulary = random.Next(1, 400);
        List<(uint[], float[])> rows = RandomRows.Many(random, count, vocabulary, longest: random.Next(1, 25), Values(scoring));
        int[] cuts = [.. Enumerable.Range(0, random.Next(4)).Select(_ => random.Next(count + 1)).Order()];
        Bm25? other = random.Next(3) == 0 ? new Bm25(random.NextSingle() * 3 * random.Next(2), random.NextSingle()) : null;
        Bm25? written = random.Next(3) == 0 ? new Bm25(random.NextSingle() * 3 * random.Next(2), random.NextSingle()) : null;
        SparseField field = new(rows, scoring, cuts, other, written);

        int[] dying = [.. Enumerable.Range(0, count)];
        random.Shuffle(dying);
        foreach (int row in dying.AsSpan(0, random.Next(3) == 0 ? random.Next(count) : 0))
            field.Kill(row);

        for (int q = 0; q < 6; q++)
        {
            uint[] query = RandomRows.Query(random, vocabulary, random.Next(3) == 0 ? Math.Min(60, vocabulary / 2) : random.Next(1, 8));
            float[] weights = Weights(random, scoring, query.Length);
            double passing = Passing[random.Next(Passing.Length)];
            int[] places = [.. rows.Select(_ => random.Next(100_000))];
            int k = random.Next(3) == 0 ? count + 5 : random.Next(1, 20);
            bool newestFirst = random.Next(2) == 0;
            (float, int)[] slow = field.SlowSearch(query, weights, k, row => places[row] < passing * 100_000, newestFirst);
            foreach (SparsePath scan in Enum.GetValues<SparsePath>())
                Assert.Equal(slow, field.Search(query, weights, k, row => places[row] < passing * 100_000, newestFirst, scan));
        }
        return true;
    }

    private static Func<Random, float> Values(SparseScoring scoring) =>
        scoring == SparseScoring.Bm25 ? RandomRows.Frequency : RandomRows.Signed;

    private static float[] Weights(Random random, SparseScoring scoring, int length) =>
        [.. Enumerable.Range(0, length).Select(_ => scoring == SparseScoring.Dot ? RandomRows.Signed(random) : random.Next(4) == 0 ? random.NextSingle() * 3 : 1)];

    private readonly struct EveryRow : IRowTest
    {
        public bool Passes(int row) => true;
    }
}
