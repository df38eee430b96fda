namespace Perto.Language.Tests;

public sealed class LanguageDetectorTests
{
    [Theory]
    [InlineData("what are the effects of small surface imperfections", TextLanguage.English)]
    [InlineData("Quais são os efeitos das pequenas imperfeições da superfície?", TextLanguage.Portuguese)]
    [InlineData("nao sei onde esta o livro que eu tinha", TextLanguage.Portuguese)]
    [InlineData("coração", TextLanguage.Portuguese)]
    [InlineData("wing slipstream", TextLanguage.None)]
    [InlineData("東京タワー", TextLanguage.None)]
    [InlineData("", TextLanguage.None)]
    public void The_words_of_every_sentence_tell(string text, TextLanguage expected) =>
        Assert.Equal(expected, LanguageDetector.Of(text, TextLanguage.None));

    [Fact]
    public void Only_the_beginning_of_a_long_text_is_looked_at()
    {
        string text = string.Concat(Enumerable.Repeat("the ", 40)) + string.Concat(Enumerable.Repeat("não ", 1_000));
        Assert.Equal(TextLanguage.English, LanguageDetector.Of(text, TextLanguage.None));
    }
}
