using Perto.Testing;

namespace Perto.Vectors.Tests;

public sealed class SparseHeadTests
{
    [Fact]
    public void A_head_of_many_sealed_tails_gives_what_the_obvious_search_gives()
    {
        Random random = Seeds.Random();
        int count = (SparseTail.MaxRows * (SparseHead.TailsOfPart + 1)) + 500;
        List<(uint[] Dimensions, float[] Values)> rows = RandomRows.Many(random, count, vocabulary: 3_000, longest: 6, RandomRows.Frequency);
        SparseField field = new(rows, SparseScoring.Bm25, cuts: []);
        Assert.Equal([SparseTail.MaxRows * SparseHead.TailsOfPart, SparseTail.MaxRows], field.Head.State.Parts.Select(part => part.Rows));
        for (int q = 0; q < 12; q++)
        {
            uint[] query = RandomRows.Query(random, 3_000, 4);
            float[] weights = [.. query.Select(_ => 1f)];
            Assert.Equal(field.SlowSearch(query, weights, k: 20), field.Search(query, weights, k: 20));
        }

        SparseRowList copy = new();
        field.Head.CopyTo(copy);
        Assert.Equal(count, copy.Count);
        for (int row = 0; row < count; row += 97)
            Assert.Equal(rows[row].Dimensions, copy.Dimensions(row));
    }

    [Fact]
    public void A_reader_sees_the_rows_below_the_number_that_it_was_given()
    {
        Random random = Seeds.Random();
        List<(uint[], float[])> rows = RandomRows.Many(random, 10_000, vocabulary: 200, longest: 8, RandomRows.Signed);
        SparseField field = new(rows, SparseScoring.Dot, cuts: []);
        foreach (int limit in new[] { 0, 1, 15, 16, 17, 5_000, 8_191, 8_192, 8_193, 9_999, 10_000 })
        {
            SparseField shorter = new(rows[..limit], SparseScoring.Dot, cuts: []);
            uint[] query = RandomRows.Query(random, 200, 3);
            float[] weights = [.. query.Select(_ => 1f)];
            TopRows<RowNumberOrder> top = new(15_000, default);
            SparseSearch.Run(
                new SparseIndex([], field.Head, limit), query, weights, SparseScoring.Dot, field.Bm25, field.Statistics, ref top, default(EveryRow));
            top.Sort();
            Assert.Equal(shorter.SlowSearch(query, weights, 15_000), Enumerable.Range(0, top.Count).Select(i => top[i]));
            top.Return();
        }
    }

    [Fact]
    public async Task Searches_beside_a_writer_give_what_they_would_alone()
    {
        Random random = Seeds.Random();
        const int Count = (SparseTail.MaxRows * SparseHead.TailsOfPart) + 3_000;
        List<(uint[] Dimensions, float[] Values)> rows = RandomRows.Many(random, Count, vocabulary: 2_000, longest: 6, RandomRows.Signed);
        SparseHead head = new(SparseScoring.Dot, new Bm25(), firstRow: 0);
        SparseStatistics statistics = new();
        List<(uint[] Query, int Rows, (float, int)[] Hits)> searches = [];

        Task writer = Task.Run(() =>
        {
            foreach ((uint[] dimensions, float[] values) in rows)
                head.Append(dimensions, values);
        });
        while (head.End < Count || searches.Count < 200)
        {
            uint[] query = RandomRows.Query(random, 2_000, 3);
            int end = head.End;
            TopRows<RowNumberOrder> top = new(10, default);
            SparseSearch.Run(
                new SparseIndex([], head, end), query, Enumerable.Repeat(1f, query.Length).ToArray(), SparseScoring.Dot,
                new Bm25(), statistics, ref top, default(EveryRow));
            top.Sort();
            searches.Add((query, end, [.. Enumerable.Range(0, top.Count).Select(i => top[i])]));
            top.Return();
        }
        await writer;

        int compared = 0;
        SparseField field = new(rows, SparseScoring.Dot, cuts: []);
        foreach ((uint[] query, int end, (float, int)[] hits) in searches.Where((_, i) => i % Math.Max(searches.Count / 60, 1) == 0))
        {
            Assert.Equal(field.SlowSearch(query, [.. query.Select(_ => 1f)], 10, row => row < end), hits);
            compared++;
        }
        Assert.True(compared >= 60, $"only {compared} searches were compared");
        Assert.Contains(searches, search => search.Rows is > 0 and < Count);
    }

    private readonly struct EveryRow : IRowTest
    {
        public bool Passes(int row) => true;
    }
}
