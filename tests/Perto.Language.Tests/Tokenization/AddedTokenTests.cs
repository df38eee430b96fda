namespace Perto.Language.Tests;

/// <summary>Added tokens; what real files do with them is in <see cref="GoldenTokenizerTests"/>.</summary>
public sealed class AddedTokenTests
{
    private static readonly TokenizerFile Letters = TokenizerFile.BytePair(["a", "b", "c", " ", "_", "é"]);

    [Theory]
    [InlineData("a[X]b", "a [X] b", "a [X] b")]
    [InlineData("[X][X]", "[X] [X]", "[X] [X]")]
    [InlineData("[XX]", "[XX]", "[XX]")]
    [InlineData("[X", "", "")]
    public void They_are_found_in_the_text_and_of_two_the_longer(string text, string tokens, string places)
    {
        ITextTokenizer tokenizer = With(Token("[X]"), Token("[XX]")).Read();
        Assert.Equal(tokens.Split(' ', StringSplitOptions.RemoveEmptyEntries), tokenizer.Tokens(text));
        Assert.Equal(places.Split(' ', StringSplitOptions.RemoveEmptyEntries), tokenizer.Places(text));
    }

    [Theory]
    [InlineData("true", "false", "a  [X]  b", "a|  [X]| | |b")]
    [InlineData("false", "true", "a  [X]  b", "a| | |[X]  |b")]
    [InlineData("true", "true", "a \u3000[X]\n[X] b", "a| \u3000[X]\n|[X] |b")]
    [InlineData("true", "true", "[X]", "[X]")]
    public void They_may_take_the_white_space_beside_them(string before, string after, string text, string places) => Assert.Equal(
        places.Split('|'), With(Token("[X]", lstrip: before, rstrip: after)).Read().Places(text));

    [Theory]
    [InlineData("[X]", 1)]
    [InlineData("a [X] b", 1)]
    [InlineData("([X])", 1)]
    [InlineData("a[X]", 0)]
    [InlineData("[X]b", 0)]
    [InlineData("_[X]", 0)]
    [InlineData("[X]é", 0)]
    [InlineData("e\u0301[X]", 0)]
    [InlineData("Ⓐ[X]", 0)]
    [InlineData("𝔘[X]", 0)]
    [InlineData("[X][X]", 2)]
    public void They_may_be_found_only_where_they_stand_alone(string text, int found) =>
        Assert.Equal(found, With(Token("[X]", singleWord: "true")).Read().Tokens(text).Count(token => token == "[X]"));

    [Fact]
    public void They_may_be_looked_for_in_the_normalised_text()
    {
        TokenizerFile small = With(Token("ABC", normalized: "true"), Token("[X]")).With("normalizer", """{"type": "Lowercase"}""");
        Assert.Equal(["ABC", "a", "[X]"], small.Read().Tokens("aBCa[X][x]"));
        Assert.Equal(["aBC", "a", "[X]"], small.Read().Places("aBCa[X][x]"));
    }

    [Fact]
    public void A_thousand_with_the_same_beginning_are_found_in_a_text_of_it()
    {
        ITextTokenizer tokenizer = With([.. Enumerable.Range(0, 1000).Select(i => Token($"<|reserved_{i}|>", id: 6 + i))]).Read();
        string text = string.Concat(Enumerable.Repeat("<|reserved_", 50_000)) + "999|>";
        Assert.Equal(["<|reserved_999|>"], tokenizer.Tokens(text).Where(token => token.Length > 1));
    }

    private static TokenizerFile With(params string[] tokens)
    {
        var numbered = tokens.Select((token, index) => token.Replace("\"id\": 0", $"\"id\": {6 + index}", StringComparison.Ordinal));
        return Letters.With("added_tokens", $"[{string.Join(", ", numbered)}]");
    }

    private static string Token(
        string content, int id = 0, string singleWord = "false", string lstrip = "false", string rstrip = "false", string normalized = "false") =>
        $$"""
        {"id": {{id}}, "content": "{{content}}", "single_word": {{singleWord}}, "lstrip": {{lstrip}}, "rstrip": {{rstrip}}, "normalized": {{normalized}},
          "special": true}
        """;
}
