using System.Text;
using Perto.Language;

namespace Perto.Platform.Tests;

public sealed class LongTextTests
{
    private const int Limit = 32;

    [Fact]
    public void Of_a_long_text_only_the_opening_is_cut_and_gives_the_tokens_of_the_whole()
    {
        var tokenizer = new Measured(Words);
        string text = string.Join(' ', Enumerable.Range(0, 10_000).Select(i => i % 3 == 0 ? "red" : "shoes"));
        Assert.Equal(Words.EncodeText(text, Limit).Ids, LongTexts.Encode(tokenizer, text, Limit).Ids);
        Assert.Equal(Words.EncodePair("red red", text, Limit).Ids, LongTexts.EncodePair(tokenizer, "red red", 2, text, Limit).Ids);
        Assert.InRange(tokenizer.Longest, 1, 1_000);
    }

    [Fact]
    public void A_text_whose_opening_has_few_tokens_is_cut_whole()
    {
        string text = string.Concat(Enumerable.Repeat(new string('y', 120) + " ", 20)) + "red shoes";
        Assert.Equal(Words.EncodeText(text, Limit).Ids, LongTexts.Encode(Words, text, Limit).Ids);
        Assert.Equal(Words.EncodePair("red", text, Limit).Ids, LongTexts.EncodePair(Words, "red", 1, text, Limit).Ids);
        Assert.Contains(8, LongTexts.Encode(Words, text, Limit).Ids);
    }

    [Fact]
    public void A_query_that_is_longer_than_the_opening_of_a_document_is_cut_as_beside_the_whole()
    {
        string query = string.Join(' ', Enumerable.Repeat("red", 400));
        string document = string.Join(' ', Enumerable.Repeat("shoes", 390));
        Assert.Equal(Words.EncodePair(query, document, 31).Ids, LongTexts.EncodePair(Words, query, 400, document, 31).Ids);
    }

    private static ITextTokenizer Words
    {
        get
        {
            using var stream = new MemoryStream(Encoding.UTF8.GetBytes(TestLocalModels.Vocabulary));
            return new WordPieceTokenizer(TokenVocabulary.ReadLines(stream));
        }
    }

    private sealed class Measured(ITextTokenizer tokenizer) : ITextTokenizer
    {
        public int Longest { get; private set; }

        public TokenVocabulary Vocabulary => tokenizer.Vocabulary;

        public int Encode(ReadOnlySpan<char> text, Span<int> ids, Span<TextRange> ranges)
        {
            Longest = Math.Max(Longest, text.Length);
            return tokenizer.Encode(text, ids, ranges);
        }

        public TokenizedText EncodeText(ReadOnlySpan<char> text, int limit = int.MaxValue)
        {
            Longest = Math.Max(Longest, text.Length);
            return tokenizer.EncodeText(text, limit);
        }

        public TokenizedText EncodePair(ReadOnlySpan<char> first, ReadOnlySpan<char> second, int limit = int.MaxValue)
        {
            Longest = Math.Max(Longest, Math.Max(first.Length, second.Length));
            return tokenizer.EncodePair(first, second, limit);
        }
    }
}
