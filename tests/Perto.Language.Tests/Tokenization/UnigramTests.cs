namespace Perto.Language.Tests;

public sealed class UnigramTests
{
    // tokenizers/src/models/unigram/model.rs, test_encode2, with an unknown token whose text is "?".
    private static readonly TokenizerFile Encode2 = TokenizerFile.Unigram(
        ("?", 0), ("ab", 0), ("cd", -0.1), ("abc", -0.2), ("a", -0.3), ("b", -0.4), ("c", -0.5), ("ABC", -0.5), ("abcdabcd", 20), ("q", 20.5),
        ("r", 20.5), ("qr", -0.5));

    [Theory]
    [InlineData("abc", "abc", "abc")]
    [InlineData("AB", "?", "AB")]
    [InlineData("abcd", "ab cd", "ab cd")]
    [InlineData("abcc", "abc c", "abc c")]
    [InlineData("xabcabaabcdd", "? abc ab a ab cd ?", "x abc ab a ab cd d")]
    [InlineData("xyz東京", "?", "xyz東京")]
    [InlineData("ABC", "ABC", "ABC")]
    [InlineData("abABCcd", "ab ABC cd", "ab ABC cd")]
    [InlineData("ababcdabcdcd", "ab abcdabcd cd", "ab abcdabcd cd")]
    [InlineData("abqrcd", "ab q r cd", "ab q r cd")]
    public void The_pieces_whose_scores_add_up_to_most_are_taken(string text, string tokens, string places)
    {
        Assert.Equal(tokens.Split(' '), Encode2.Read().Tokens(text));
        Assert.Equal(places.Split(' '), Encode2.Read().Places(text));
    }

    // Unigram::encode, its example.
    [Fact]
    public void The_example_of_the_reference_holds() => Assert.Equal(
        ["abcd", "a", "cd", "xx"],
        TokenizerFile.Unigram(
            ("<unk>", 0), ("a", 0), ("b", 0), ("c", 0), ("d", 0), ("cd", 1), ("ab", 2), ("abc", 5), ("abcd", 10)).Read().Places("abcdacdxx"));

    // test_unigram_bytefallback.
    [Theory]
    [InlineData("Hello⅐how are⅑⅑", "7 3 2 4 8 10 9 3 2 5 3 2 5", "Hello ⅐ ⅐ ⅐ how _ are ⅑⅑ ⅑⅑ ⅑⅑ ⅑⅑ ⅑⅑ ⅑⅑")]
    [InlineData(" unknown‰", "10 0", "_ unknown‰")]
    public void What_is_unknown_is_written_as_bytes_if_there_are_tokens_for_all(string text, string ids, string places)
    {
        ITextTokenizer tokenizer = TokenizerFile.Unigram(
            ("<unk>", 0), ("<0xE2>", -0.01), ("<0x85>", -0.02), ("<0xE2>", -0.03), ("<0x90>", -0.04), ("<0x91>", -0.05), ("<0x9B>", -0.06),
            ("Hello", -0.1), ("how", -0.2), ("are", -0.3), (" ", -0.4)).With("model.byte_fallback", "true").Read();
        Assert.Equal(ids.Split(' ').Select(int.Parse), tokenizer.EncodeText(text).Ids);
        Assert.Equal(places.Split(' '), tokenizer.Places(text).Select(place => place.Replace(' ', '_')));
    }

    [Fact]
    public void Unknown_characters_that_are_a_token_together_have_its_id()
    {
        // All scores are 100: an unknown character is worth 90, two of them more than "xy".
        ITextTokenizer tokenizer = TokenizerFile.Unigram(("?", 100), ("xy", 100)).Read();
        Assert.Equal(["xy"], tokenizer.Tokens("xy"));
        Assert.Equal(["?"], tokenizer.Tokens("xyx"));
    }

    [Fact]
    public void Random_scores_give_the_best_of_all_ways()
    {
        var random = new Random(3);
        for (int round = 0; round < 500; round++)
        {
            // Quarters add up exactly, so that ties are real.
            (string Token, double Score)[] pieces =
            [
                ("?", -8),
                .. Enumerable.Range(0, 12).Select(_ => string.Concat(Enumerable.Range(0, random.Next(1, 4)).Select(_ => "ab"[random.Next(2)])))
                    .Distinct().Select(token => (token, -random.Next(1, 32) / 4.0)),
            ];
            ITextTokenizer tokenizer = TokenizerFile.Unigram(pieces).Read();
            string text = string.Concat(Enumerable.Range(0, random.Next(1, 10)).Select(_ => "abx"[random.Next(3)]));
            string[] places = tokenizer.Places(text);
            Assert.Equal(text, string.Concat(places));
            Assert.Equal(Best(text, pieces), places.Sum(place => Score(place, pieces)), 9);
        }
    }

    [Fact]
    public void A_text_of_a_million_characters_is_cut()
    {
        string text = string.Concat(Enumerable.Repeat("abc", 333_333));
        Assert.Equal(333_333, Encode2.Read().Encode(text, [], []));
        Assert.Equal(1, Encode2.Read().Encode(new string('x', 1_000_000), [], []));
    }

    // What the pieces of a place are worth: unknown characters have 10 less than the least each.
    private static double Score(string place, (string Token, double Score)[] pieces) =>
        Array.FindIndex(pieces, piece => piece.Token == place) is >= 0 and int known
            ? pieces[known].Score
            : place.Length * (pieces.Min(piece => piece.Score) - 10);

    private static double Best(string text, (string Token, double Score)[] pieces)
    {
        if (text.Length == 0)
            return 0;
        double best = pieces.Any(piece => piece.Token == text[..1]) ? double.NegativeInfinity : Score(text[..1], pieces) + Best(text[1..], pieces);
        foreach ((string token, double score) in pieces)
        {
            if (text.StartsWith(token, StringComparison.Ordinal))
                best = Math.Max(best, score + Best(text[token.Length..], pieces));
        }

        return best;
    }
}
