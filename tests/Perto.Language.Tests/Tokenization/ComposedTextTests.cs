namespace Perto.Language.Tests;

public sealed class ComposedTextTests
{
    [Theory]
    [InlineData("plain text", "plain text")]
    [InlineData("cafe\u0301", "caf\u00e9")]
    [InlineData("caf\u00e9", "caf\u00e9")]
    // Marks in another order, a Hangul syllable of its letters, an angstrom sign, what composition leaves apart.
    [InlineData("q\u0307\u0323", "q\u0323\u0307")]
    [InlineData("\u1112\u1161\u11ab", "\ud55c")]
    [InlineData("\u212b", "\u00c5")]
    [InlineData("\u0958", "\u0915\u093c")]
    [InlineData("", "")]
    public void A_text_has_one_composed_form(string text, string expected)
    {
        Assert.Equal(expected, ComposedText.Of(text));
        Assert.Equal(expected, ComposedText.Of(expected));
    }

    [Fact]
    public void Half_of_a_pair_is_replaced() => Assert.Equal("a\ufffdb", ComposedText.Of("a\ud800b"));

    [Fact]
    public void A_letter_with_very_many_marks_comes_to_an_end() =>
        Assert.Equal(300_001, ComposedText.Of("q" + string.Concat(Enumerable.Range(0, 300_000).Select(i => i % 2 == 0 ? '\u0307' : '\u0323'))).Length);
}
