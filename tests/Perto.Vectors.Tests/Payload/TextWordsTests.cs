using System.Globalization;
using System.Text;

namespace Perto.Vectors.Tests;

public sealed class TextWordsTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData(" .,;!? ", "")]
    [InlineData("The red-blue planet, 2nd part.", "the red blue planet 2nd part")]
    [InlineData("don't", "don t")]
    [InlineData("a a A b a", "a b")]
    [InlineData("Straße STRASSE", "straße strasse")]
    [InlineData("ΟΔΟΣ οδος οδοσ", "οδοσ")]
    [InlineData("МОСКВА Москва", "москва")]
    [InlineData("\uFF21\uFF22\uFF23\uFF11 abc1", "abc1")]
    [InlineData("\uFB01n fin", "fin")]
    [InlineData("m\u00B2 m2", "m2")]
    [InlineData("\u2163 iv", "iv")]
    [InlineData("\uFEFB \u0644\u0627", "\u0644\u0627")]
    [InlineData("\uFF76\uFF9E \u30AC", "\u30AB\u3099")]
    [InlineData("東京タワー", "東京タワー")]
    [InlineData("हिन्दी भाषा", "हिन्दी भाषा")]
    [InlineData("ภาษาไทย", "ภาษาไทย")]
    [InlineData("a\U0001F600b", "a b")]
    [InlineData("\U0001D400\U0001D401", "ab")]
    [InlineData("\U00010400 \U00010428", "\U00010428")]
    [InlineData("x\uD800y", "x y")]
    public void A_text_has_these_words(string text, string words) =>
        Assert.Equal(words.Split(' ', StringSplitOptions.RemoveEmptyEntries), TextWords.Distinct(text));

    [Theory]
    [InlineData("caf\u00E9", "cafe\u0301")]
    [InlineData("CAFÉ", "cafe\u0301")]
    [InlineData("\u1EAD", "a\u0302\u0323")]
    [InlineData("\u1EAD", "\u00E2\u0323")]
    [InlineData("\u1EAD", "\u1EA1\u0302")]
    [InlineData("\u212B", "\u00E5")]
    [InlineData("\uD55C\uAE00", "\u1112\u1161\u11AB\u1100\u1173\u11AF")]
    [InlineData("\uD55C", "\uD558\u11AB")]
    [InlineData("\u0130", "I\u0307")]
    public void The_same_word_in_two_spellings_is_one(string one, string other)
    {
        Assert.Equal(TextWords.Distinct(one), TextWords.Distinct(other));
        Assert.Single(TextWords.Distinct(one));
    }

    [Fact]
    public void Accents_are_not_taken_away() => Assert.NotEqual(TextWords.Distinct("cafe"), TextWords.Distinct("café"));

    [Fact]
    public void Folding_what_is_folded_changes_nothing()
    {
        StringBuilder all = new();
        for (int c = 0; c <= 0x10FFFF; c++)
        {
            if (!Rune.IsValid(c))
                continue;
            string folded = TextFolding.Fold(new Rune(c).ToString());
            Assert.Same(folded, TextFolding.Fold(folded));
            all.Append(folded);
        }
        string once = TextFolding.Fold(all.ToString());
        Assert.Same(once, TextFolding.Fold(once));
    }

    [Fact]
    public void Upper_and_lower_case_fold_alike()
    {
        for (int c = 0; c <= 0x10FFFF; c++)
        {
            if (!Rune.IsValid(c) || Rune.GetUnicodeCategory(new Rune(c)) is not (UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter))
                continue;
            Rune rune = new(c);
            Assert.Equal(TextFolding.Fold(rune.ToString()), TextFolding.Fold(Rune.ToUpperInvariant(rune).ToString()));
        }
    }

    [Fact]
    public void A_word_is_given_without_a_copy()
    {
        const string Text = "one two three";
        int words = 0;
        long before = GC.GetAllocatedBytesForCurrentThread();
        foreach (ReadOnlySpan<char> word in new TextWords(Text))
            words += word.Length;
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(11, words);
    }
}
