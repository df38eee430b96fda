using System.Text;

namespace Perto.Language.Tests;

/// <summary>Normal forms, seen through a tokenizer that writes each byte of the normalised text as a token.</summary>
public sealed class UnicodeFormTests
{
    // FNV-1a over the code points of the normal form of every character, alone and before two marks that are not in their canonical order,
    // a line each. The expected ones were made with Python 3.11 (unicodedata 14.0).
    [Theory]
    [InlineData("NFC", 0x999BB659C3960345)]
    [InlineData("NFD", 0xEA1422259F641163)]
    [InlineData("NFKC", 0x66945E2F67BDD1DB)]
    [InlineData("NFKD", 0xAFC95AD18D5EE8DF)]
    public void All_characters_have_the_forms_of_unicode_14(string form, ulong digest)
    {
        ITextTokenizer tokenizer = Bytes(form);
        var text = new StringBuilder();
        ulong hash = 0xCBF29CE484222325;
        for (int codePoint = 0; codePoint < 0x110000; codePoint++)
        {
            if (!Rune.IsValid(codePoint))
                continue;
            string character = new Rune(codePoint).ToString();
            text.Append(character).Append('\n').Append(character).Append("\u0301\u0323\n");
            if ((codePoint & 0xFFF) != 0xFFF)
                continue;
            foreach (Rune rune in Normalize(tokenizer, text.ToString()).EnumerateRunes())
                hash = (hash ^ (uint)rune.Value) * 0x100000001B3;
            text.Clear();
        }

        Assert.Equal(digest, hash);
    }

    // The Unicode Standard, section 3.12 (Hangul), Annex 15, figures 3 to 6.
    [Theory]
    [InlineData("NFD", "퓛", "\u1111\u1171\u11B6")]
    [InlineData("NFC", "\u1111\u1171\u11B6", "퓛")]
    [InlineData("NFC", "\u1111\u1171", "\uD4CC")]
    [InlineData("NFC", "\uD4CC\u11B6", "퓛")]
    [InlineData("NFC", "\uD4CC\u11A7", "\uD4CC\u11A7")] // no tail
    [InlineData("NFC", "\u212B", "\u00C5")]
    [InlineData("NFD", "\u2126", "\u03A9")]
    [InlineData("NFC", "\u1E9B\u0323", "\u1E9B\u0323")]
    [InlineData("NFD", "\u1E9B\u0323", "\u017F\u0323\u0307")]
    [InlineData("NFKC", "\u1E9B\u0323", "\u1E69")]
    [InlineData("NFKD", "\u1E9B\u0323", "s\u0323\u0307")]
    [InlineData("NFC", "\u0958", "\u0915\u093C")] // never taken together
    [InlineData("NFC", "a\u0327\u0301", "\u00E1\u0327")]
    [InlineData("NFKC", "2⁵ﬁ", "25fi")]
    public void Known_texts_have_their_forms(string form, string text, string normalized) =>
        Assert.Equal(normalized, Normalize(Bytes(form), text));

    [Fact]
    public void A_letter_with_a_hundred_thousand_marks_is_put_in_order()
    {
        string marks = string.Concat(Enumerable.Repeat("\u0301\u0323", 50_000));
        Assert.Equal("a" + new string('\u0323', 50_000) + new string('\u0301', 50_000), Normalize(Bytes("NFD"), "a" + marks));
        Assert.Equal("\u1EA1" + new string('\u0323', 49_999) + new string('\u0301', 50_000), Normalize(Bytes("NFC"), "a" + marks));
    }

    private static ITextTokenizer Bytes(string form) => TokenizerFile.Of(GoldenTokenizer.Load("bytes-nfc").Json).With("normalizer.type", $"\"{form}\"").Read();

    // The vocabulary has the tokens of the bytes at their values.
    private static string Normalize(ITextTokenizer tokenizer, string text)
    {
        int[] ids = tokenizer.EncodeText(text).Ids;
        return Encoding.UTF8.GetString([.. ids.Select(id => (byte)id)]);
    }
}
