namespace Perto.Language.Tests;

public sealed class Bm25EncoderTests
{
    private static readonly TermCounter Counter = new(new Analyzer(new AnalyzerSettings()));

    [Fact]
    public void The_inner_product_is_bm25_computed_by_hand()
    {
        TermVector[] texts = [Counter.Count("red fox red"), Counter.Count("blue fox"), Counter.Count("green bird sings sings sings")];
        Bm25Encoder encoder = new(Statistics(texts), new Bm25Settings { K1 = 1.5, B = 0.75 });

        double score = encoder.EncodeQuery(Counter.Count("red fox")).Dot(encoder.EncodeDocument(texts[0]));

        double norm = 1.5 * (0.25 + (0.75 * 3 / (10 / 3.0)));
        double red = Math.Log(1 + (2.5 / 1.5)) * (2 * 2.5 / (2 + norm));
        double fox = Math.Log(1 + (1.5 / 2.5)) * (1 * 2.5 / (1 + norm));
        Assert.Equal(red + fox, score, 1e-5);
    }

    [Fact]
    public void Without_saturation_a_term_counts_once_and_without_b_length_is_nothing()
    {
        TermVector[] texts = [Counter.Count("fox fox fox"), Counter.Count("fox bird tree house river")];
        Bm25Encoder once = new(Statistics(texts), new Bm25Settings { K1 = 0 });
        Assert.All(once.EncodeDocument(texts[0]).Values.ToArray(), value => Assert.Equal(1, value));

        Bm25Encoder noLength = new(Statistics(texts), new Bm25Settings { B = 0 });
        Assert.All(noLength.EncodeDocument(texts[1]).Values.ToArray(), value => Assert.Equal(1, value, 1e-6f));
    }

    [Fact]
    public void A_text_without_terms_and_an_empty_collection_give_empty_vectors_and_finite_numbers()
    {
        Bm25Encoder encoder = new(new CorpusStatistics(), new Bm25Settings());
        Assert.Equal(0, encoder.EncodeDocument(Counter.Count("the of")).Count);
        Assert.All(encoder.EncodeQuery(Counter.Count("fox")).Values.ToArray(), value => Assert.True(float.IsFinite(value)));
    }

    [Theory]
    [InlineData(-0.1, 0.5, "K1 is -0.1")]
    [InlineData(double.NaN, 0.5, "K1 is NaN")]
    [InlineData(1, 1.1, "B is 1.1")]
    public void Numbers_out_of_range_are_refused(double k1, double b, string message) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => new Bm25Encoder(new CorpusStatistics(), new Bm25Settings { K1 = k1, B = b })).Message, StringComparison.Ordinal);

    private static CorpusStatistics Statistics(TermVector[] texts)
    {
        CorpusStatistics statistics = new();
        foreach (TermVector text in texts)
            statistics.Add(text);
        return statistics;
    }
}
