namespace Perto.Language.Tests;

public sealed class WordPieceTokenizerTests
{
    // The vocabulary of Hugging Face's transformers/tests/models/bert/test_tokenization_bert.py, and a few more tokens after it.
    private static readonly string[] Tokens =
    [
        "[UNK]", "[CLS]", "[SEP]", "[PAD]", "[MASK]", "want", "##want", "##ed", "wa", "un", "runn", "##ing", ",", "low", "lowest",
        "a", "##a", "b", "##b", "!", "博", "推", "ᄒ", "##ᅡ", "##ᆫ", "i", "##\u0307", "é", "##😀", "😀", "-",
    ];

    private static readonly WordPieceTokenizer Uncased = Make(new WordPieceOptions());
    private static readonly WordPieceTokenizer Cased = Make(new WordPieceOptions { LowerCase = false });

    [Theory]
    [InlineData("UNwant\u00E9d,running", "un ##want ##ed , runn ##ing")] // test_full_tokenizer
    [InlineData("unwantedX running", "[UNK] runn ##ing")] // test_wordpiece_tokenizer
    [InlineData("", "")]
    [InlineData("Test", "[UNK]")] // test_clean_text
    [InlineData("\xad", "")]
    [InlineData("a博推b", "a 博 推 b")] // test_chinese, with letters of this vocabulary
    [InlineData("[UNK]a[MASK]", "[UNK] a [MASK]")]
    [InlineData("a[SEP", "a [UNK] [UNK]")]
    [InlineData("a[sep]b", "a [UNK] [UNK] [UNK] b")]
    [InlineData("[[SEP]]", "[UNK] [SEP] [UNK]")]
    [InlineData("ab", "a ##b")]
    [InlineData("a\u0301b", "a ##b")]
    [InlineData("\u0301", "")]
    [InlineData("a\u200Db", "a ##b")] // a zero-width joiner is a format character
    [InlineData("a\0b", "a ##b")]
    [InlineData("a\uFFFDb", "a ##b")]
    [InlineData("a\u000Bb", "a ##b")] // a vertical tab is a control character, not a space
    [InlineData("a\tb\r\nb\u00A0a\u3000b\u2028a", "a b b a b a")]
    [InlineData("a!b--", "a ! b - -")]
    [InlineData("한", "ᄒ ##ᅡ ##ᆫ")]
    [InlineData("İ", "i")]
    [InlineData("a😀", "a ##😀")]
    [InlineData("😀\u200D😀", "😀 ##😀")]
    [InlineData("שלום", "[UNK]")]
    [InlineData("\u202Ea\u202C", "a")] // right-to-left override
    [InlineData("\uE000a", "a")] // private use
    [InlineData("low lowest lowes", "low lowest [UNK]")]
    public void Text_is_cut_as_by_the_reference(string text, string tokens) => Assert.Equal(tokens, Cut(Uncased, text));

    [Theory]
    [InlineData("\uD83D")]
    [InlineData("\uDE00")]
    [InlineData("\uDE00\uD83D")]
    public void Half_of_a_surrogate_pair_is_left_out(string half)
    {
        Assert.Equal("a ##b", Cut(Uncased, "a" + half + "b"));
        Assert.Equal("[UNK]", Cut(Make(new WordPieceOptions { CleanText = false }), "a" + half + "b"));
    }

    [Fact]
    public void A_cased_model_keeps_capitals_and_accents()
    {
        Assert.Equal("[UNK]", Cut(Cased, "Want"));
        Assert.Equal("é", Cut(Cased, "é"));
        Assert.Equal("[UNK]", Cut(Cased, "e\u0301"));
    }

    [Fact]
    public void Accents_can_stay_where_capitals_go()
    {
        WordPieceTokenizer tokenizer = Make(new WordPieceOptions { StripAccents = false });
        Assert.Equal("é", Cut(tokenizer, "É"));
        Assert.Equal("i ##\u0307", Cut(tokenizer, "İ"));
    }

    [Fact]
    public void Ideographs_can_stay_in_their_word() =>
        Assert.Equal("[UNK]", Cut(Make(new WordPieceOptions { SpaceIdeographs = false }), "a博"));

    [Fact]
    public void A_word_of_a_hundred_characters_is_known_and_one_more_is_not()
    {
        Assert.Equal(100, Uncased.Encode(new string('a', 100), []));
        Assert.Equal("[UNK]", Cut(Uncased, new string('a', 101)));
        // Code points count, not code units.
        Assert.Equal(100, Uncased.Encode(string.Concat(Enumerable.Repeat("😀", 100)), []));
        Assert.Equal("[UNK]", Cut(Uncased, string.Concat(Enumerable.Repeat("😀", 101))));
        Assert.Equal("[UNK] a", Cut(Uncased, new string('a', 1_000_000) + " a"));
    }

    [Fact]
    public void Ranges_lead_back_to_the_text()
    {
        const string Text = " UNwante\u0301d, [MASK]\u00ADa 한博!X\u0301";
        var ids = new int[32];
        var ranges = new TextRange[32];
        int count = Uncased.Encode(Text, ids, ranges);
        Assert.Equal(
            ["UN", "want", "e\u0301d", ",", "[MASK]", "a", "한", "한", "한", "博", "!", "X"],
            ranges[..count].Select(range => Text[range.Start..range.End]));
    }

    [Fact]
    public void It_says_how_many_tokens_there_are_and_writes_those_with_room()
    {
        int[] ids = [-1, -1, -1];
        Assert.Equal(6, Uncased.Encode("UNwantéd,running", ids.AsSpan(0, 2)));
        Assert.Equal([9, 6, -1], ids);
        Assert.Equal(6, Uncased.Encode("UNwantéd,running", []));
    }

    [Fact]
    public void A_text_is_framed_and_cut_to_the_limit()
    {
        TokenizedText whole = Uncased.EncodeText("unwanted");
        Assert.Equal([1, 9, 6, 7, 2], whole.Ids);
        Assert.Equal([0, 0, 0, 0, 0], whole.TypeIds);
        Assert.Equal([default, new(0, 2), new(2, 6), new(6, 8), default], whole.Ranges);
        Assert.Equal(5, whole.UncutLength);

        TokenizedText cut = Uncased.EncodeText("unwanted", limit: 4);
        Assert.Equal([1, 9, 6, 2], cut.Ids);
        Assert.Equal(5, cut.UncutLength);
        Assert.Equal([1, 2], Uncased.EncodeText("unwanted", limit: 2).Ids);
        Assert.Equal([1, 2], Uncased.EncodeText("").Ids);
        Assert.Throws<ArgumentOutOfRangeException>(() => Uncased.EncodeText("a", limit: 1));
    }

    [Fact]
    public void A_pair_has_the_second_text_as_type_one()
    {
        TokenizedText pair = Uncased.EncodePair("a b", "low");
        Assert.Equal([1, 15, 17, 2, 13, 2], pair.Ids);
        Assert.Equal([0, 0, 0, 0, 1, 1], pair.TypeIds);
        Assert.Equal([default, new(0, 1), new(2, 3), default, new(0, 3), default], pair.Ranges);
        Assert.Throws<ArgumentOutOfRangeException>(() => Uncased.EncodePair("a", "a", limit: 2));
    }

    // The table of tokenizers/src/utils/truncation.rs, truncate_encodings_longest_first: room for 7.
    [Theory]
    [InlineData(0, 0, 0, 0)]
    [InlineData(0, 2, 0, 2)]
    [InlineData(0, 4, 0, 4)]
    [InlineData(0, 8, 0, 7)]
    [InlineData(2, 0, 2, 0)]
    [InlineData(2, 2, 2, 2)]
    [InlineData(2, 4, 2, 4)]
    [InlineData(2, 8, 2, 5)]
    [InlineData(4, 0, 4, 0)]
    [InlineData(4, 2, 4, 2)]
    [InlineData(4, 4, 3, 4)]
    [InlineData(4, 8, 3, 4)]
    [InlineData(8, 0, 7, 0)]
    [InlineData(8, 2, 5, 2)]
    [InlineData(8, 4, 4, 3)]
    [InlineData(8, 8, 3, 4)]
    public void The_longer_of_a_pair_is_cut_first(int first, int second, int keptOfFirst, int keptOfSecond)
    {
        TokenizedText pair = Uncased.EncodePair(Words("a", first), Words("b", second), limit: 10);
        Assert.Equal(keptOfFirst, pair.Ids.Count(id => id == 15));
        Assert.Equal(keptOfSecond, pair.Ids.Count(id => id == 17));
        Assert.Equal(first + second + 3, pair.UncutLength);
    }

    [Fact]
    public void Encoding_allocates_nothing()
    {
        string text = string.Concat(Enumerable.Repeat("UNwantéd, running 한博 😀 a\u0301 [SEP] xyz! ", 50));
        var ids = new int[4096];
        var ranges = new TextRange[4096];
        int count = Uncased.Encode(text, ids, ranges);
        long before = GC.GetAllocatedBytesForCurrentThread();
        int again = Uncased.Encode(text, ids) + Uncased.Encode(text, ids, ranges);
        long after = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(2 * count, again);
        Assert.Equal(before, after);
    }

    [Fact]
    public void Random_text_is_cut_as_by_the_slow_version()
    {
        string[] parts = ["a", "b", "A", "é", "a\u0301", "want", "ed", "runn", "ing", " ", " ", "\t", ",", "!", "博", "한", "😀", "\u200D", "\uD83D", "\0",
            "[SEP]", "[", "low", "un", "x", "İ", "\u0307", "-", new string('a', 60)];
        var random = new Random(7);
        var slow = new ObviousWordPiece(Tokens);
        var ids = new int[1024];
        for (int round = 0; round < 3000; round++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(20)).Select(_ => parts[random.Next(parts.Length)]));
            int count = Uncased.Encode(text, ids);
            Assert.Equal(slow.Cut(text), ids[..count].Select(id => Tokens[id]));
        }
    }

    [Fact]
    public void A_vocabulary_without_a_special_token_is_refused()
    {
        var vocabulary = new TokenVocabulary([new("[UNK]", 0), new("[CLS]", 1)]);
        var fault = Assert.Throws<ArgumentException>(() => new WordPieceTokenizer(vocabulary));
        Assert.Contains("SeparatorToken is '[SEP]'", fault.Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1001)]
    public void The_longest_word_has_its_bounds(int length) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Make(new WordPieceOptions { LongestWord = length }));

    private static string Words(string word, int count) => string.Join(' ', Enumerable.Repeat(word, count));

    private static string Cut(WordPieceTokenizer tokenizer, string text)
    {
        var ids = new int[1 + (3 * text.Length)];
        return string.Join(' ', ids[..tokenizer.Encode(text, ids)].Select(id => Tokens[id]));
    }

    private static WordPieceTokenizer Make(WordPieceOptions options) =>
        new(new TokenVocabulary(Tokens.Select((token, id) => KeyValuePair.Create(token, id))), options);
}
