namespace Perto.Language.Tests;

public sealed class BytePairTests
{
    private static readonly TokenizerFile Unrelated = TokenizerFile.BytePair(
        ["u", "n", "r", "e", "l", "a", "t", "d", "re", "at", "ed", "un", "ated", "rel", "related", "unrelated"],
        "r e", "a t", "e d", "u n", "at ed", "re l", "rel ated", "un related");

    private static readonly TokenizerFile Unknowns = TokenizerFile.BytePair(["<unk>", "a", "b"]).With("model.unk_token", "\"<unk>\"");

    // tokenizers/src/models/bpe/model.rs, test_tokenize_with_and_without_dropout; the rest by hand from its merges.
    [Theory]
    [InlineData("unrelated", "unrelated")]
    [InlineData("related", "related")]
    [InlineData("rated", "r ated")]
    [InlineData("untied", "un t ed")] // no token for "i", and none for what is unknown
    [InlineData("reat", "re at")]
    [InlineData("eed", "e ed")]
    public void A_word_is_merged_in_the_order_of_training(string word, string pieces) =>
        Assert.Equal(pieces.Split(' '), Unrelated.Read().Tokens(word));

    [Fact]
    public void Merges_may_be_lists_too() =>
        Assert.Equal(["un", "re"], Unrelated.With("model.merges", """[["r", "e"], ["u", "n"]]""").Read().Tokens("unre"));

    // test_unk_not_fused, test_unk_get_fused.
    [Theory]
    [InlineData(false, "c", "<unk>", "c")]
    [InlineData(false, "cc", "<unk> <unk>", "c c")]
    [InlineData(false, "accb", "a <unk> <unk> b", "a c c b")]
    [InlineData(true, "c", "<unk>", "c")]
    [InlineData(true, "cc", "<unk>", "cc")]
    [InlineData(true, "accb", "a <unk> b", "a cc b")]
    public void Unknown_characters_have_a_token_each_or_one_for_all(bool fuses, string text, string tokens, string places)
    {
        ITextTokenizer tokenizer = Unknowns.With("model.fuse_unk", fuses ? "true" : "false").Read();
        Assert.Equal(tokens.Split(' '), tokenizer.Tokens(text));
        Assert.Equal(places.Split(' '), tokenizer.Places(text));
    }

    // test_bpe_byte_fallback, test_bpe_byte_fallback_newline.
    [Theory]
    [InlineData("c", "<unk>")]
    [InlineData("a", "<0x61>")]
    [InlineData("\n", "<0x0A>")]
    [InlineData("é", "<0xC3> <0xA9>")]
    [InlineData("è", "<unk>")] // a token for its first byte only
    [InlineData("éc", "<0xC3> <0xA9> <unk>")]
    [InlineData("cé", "<0xC3> <0xA9> <unk>")] // as in the reference: what is unknown waits until something is known
    public void Unknown_characters_are_written_as_bytes(string text, string tokens) => Assert.Equal(
        tokens.Split(' '),
        TokenizerFile.BytePair(["<unk>", "<0x61>", "<0x0A>", "<0xC3>", "<0xA9>"]).With("model.unk_token", "\"<unk>\"")
            .With("model.byte_fallback", "true").Read().Tokens(text));

    [Fact]
    public void All_bytes_of_a_character_come_from_it()
    {
        ITextTokenizer tokenizer = TokenizerFile.BytePair(["x", "<0xF0>", "<0x9F>", "<0x98>", "<0x80>"]).With("model.byte_fallback", "true").Read();
        Assert.Equal(["x", "😀", "😀", "😀", "😀", "x"], tokenizer.Places("x😀x"));
    }

    // test_bpe_with_continuing_subword_prefix.
    [Fact]
    public void Pieces_that_go_on_with_a_word_may_have_a_prefix()
    {
        ITextTokenizer tokenizer = TokenizerFile.BytePair(["a", "##b", "##c", "ab", "abc"], "a ##b", "ab ##c")
            .With("model.continuing_subword_prefix", "\"##\"").Read();
        Assert.Equal(["ab"], tokenizer.Tokens("ab"));
        Assert.Equal(["abc"], tokenizer.Tokens("abc"));
        Assert.Equal(["a", "##c"], tokenizer.Tokens("ac"));
    }

    [Fact]
    public void The_last_piece_of_a_word_may_have_a_suffix()
    {
        ITextTokenizer tokenizer = TokenizerFile.BytePair(["a", "b", "a</w>", "b</w>", "ab</w>"], "a b</w>")
            .With("model.end_of_word_suffix", "\"</w>\"").With("pre_tokenizer", """{"type": "WhitespaceSplit"}""").Read();
        Assert.Equal(["ab</w>", "b", "a</w>", "a</w>"], tokenizer.Tokens("ab ba a"));
    }

    // test_ignore_merges.
    [Theory]
    [InlineData(true, ".:.:", ".:.:")]
    [InlineData(true, "Ġbelirtilen", "Ġbelirtilen")]
    [InlineData(false, ".:.:", ".: .:")]
    [InlineData(false, "Ġbelirtilen", "Ġ bel irtil en")]
    public void A_word_that_is_a_token_may_be_taken_whole(bool ignoresMerges, string word, string pieces) => Assert.Equal(
        pieces.Split(' '),
        TokenizerFile.BytePair(
                [
                    ".:.:", "Ġbelirtilen", ".", ":", "bel", "irtilen", "Ġ", ".:", "belirtilen", ".:.", "be", "l", "ir", "ti", "en", "irtil", "irti",
                    "i", "r", "t", "b", "e", "n",
                ],
                ". :", "b e", "be l", "i r", "t i", "ir ti", "e n", "irti l")
            .With("model.ignore_merges", ignoresMerges ? "true" : "false").Read().Tokens(word));

    [Fact]
    public void Random_merges_give_what_the_slow_version_gives()
    {
        var random = new Random(5);
        for (int round = 0; round < 300; round++)
        {
            (string[] tokens, string[] merges) = RandomMerges(random);
            ITextTokenizer tokenizer = TokenizerFile.BytePair(tokens, merges).Read();
            // Short words and long ones are merged in different ways.
            foreach (int length in (int[])[1, 2, 7, 24, 25, 26, 60, 200])
            {
                string word = string.Concat(Enumerable.Range(0, length).Select(_ => "abc"[random.Next(3)]));
                Assert.Equal(Slow(word, merges), tokenizer.Tokens(word));
            }
        }
    }

    [Fact]
    public void A_word_of_a_million_characters_is_merged()
    {
        string[] tokens = ["a", "b", "aa", "aaaa", "aaaaaaaa", "ab"];
        ITextTokenizer tokenizer = TokenizerFile.BytePair(tokens, "a a", "aa aa", "aaaa aaaa", "a b").Read();
        Assert.Equal(125_000, tokenizer.Encode(new string('a', 1_000_000), [], []));
        Assert.Equal(500_000, tokenizer.Encode(string.Concat(Enumerable.Repeat("ab", 500_000)), [], []));
    }

    private static (string[] Tokens, string[] Merges) RandomMerges(Random random)
    {
        List<string> tokens = ["a", "b", "c"];
        var merges = new List<string>();
        for (int i = random.Next(1, 20); i > 0; i--)
        {
            (string left, string right) = (tokens[random.Next(tokens.Count)], tokens[random.Next(tokens.Count)]);
            if (merges.Contains($"{left} {right}"))
                continue;
            merges.Add($"{left} {right}");
            if (!tokens.Contains(left + right))
                tokens.Add(left + right);
        }

        return ([.. tokens], [.. merges]);
    }

    // All places of the merge that was made first in training, from the left; then the next one.
    private static List<string> Slow(string word, string[] merges)
    {
        List<string> pieces = [.. word.Select(character => character.ToString())];
        while (true)
        {
            (int Rank, int At) best = Enumerable.Range(0, pieces.Count - 1)
                .Select(at => (Rank: Array.IndexOf(merges, $"{pieces[at]} {pieces[at + 1]}"), At: at))
                .Where(pair => pair.Rank >= 0)
                .DefaultIfEmpty((Rank: -1, At: -1))
                .Min();
            if (best.Rank < 0)
                return pieces;
            pieces[best.At] += pieces[best.At + 1];
            pieces.RemoveAt(best.At + 1);
        }
    }
}
