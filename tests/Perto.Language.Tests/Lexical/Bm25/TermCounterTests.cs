namespace Perto.Language.Tests;

public sealed class TermCounterTests
{
    // Computed by hand from the definition of StableHash: ids are kept in stores, so they may not change.
    private const uint KnownFox = 0xC5D87E98;

    private static readonly Analyzer English = new(new AnalyzerSettings());

    [Fact]
    public void Terms_are_counted_under_ids_that_never_change()
    {
        TermVector counts = new TermCounter(English).Count("fox bird fox");
        Assert.Equal(2, ValueOf(counts, TermHash.Of("fox")));
        Assert.Equal(1, ValueOf(counts, TermHash.Of("bird")));
        Assert.Equal(KnownFox, TermHash.Of("fox"));
    }

    [Fact]
    public void Pairs_are_of_neighbours_in_their_order_and_not_across_a_stop_word()
    {
        TermVector counts = new TermCounter(English, bigramWeight: 0.5f).Count("red fox and bird");
        uint red = TermHash.Of("red"), fox = TermHash.Of("fox"), bird = TermHash.Of("bird");
        Assert.Equal(0.5f, ValueOf(counts, TermHash.OfPair(red, fox)));
        Assert.Equal(0, ValueOf(counts, TermHash.OfPair(fox, red)));
        Assert.Equal(0, ValueOf(counts, TermHash.OfPair(fox, bird)));
        Assert.Equal(4, counts.Count);
    }

    [Fact]
    public void Vectors_are_ascending_and_sum_what_stands_twice()
    {
        TermVector vector = new([7, 3, 7], [1, 2, 4]);
        Assert.Equal([3u, 7u], vector.Terms.ToArray());
        Assert.Equal([2f, 5f], vector.Values.ToArray());
        Assert.Equal(29, vector.Dot(vector));
        Assert.Throws<ArgumentException>(() => new TermVector([1], [float.NaN]));
        Assert.Throws<ArgumentException>(() => new TermVector([1, 2], [1]));
    }

    [Fact]
    public void A_weight_out_of_range_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new TermCounter(English, bigramWeight: float.NaN));

    private static float ValueOf(TermVector vector, uint term)
    {
        int at = vector.Terms.BinarySearch(term);
        return at < 0 ? 0 : vector.Values[at];
    }
}
