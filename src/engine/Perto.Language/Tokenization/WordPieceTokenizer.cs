using System.Buffers;

namespace Perto.Language;

/// <summary>
/// WordPiece as BERT and its descendants use it (Devlin and others, 2019; Schuster and Nakajima, 2012), token for token as Hugging Face's
/// <c>tokenizers</c>: the text is cleaned, split at spaces and punctuation, and each word cut greedily into the longest pieces of the
/// vocabulary. The white space and categories are those of the Unicode version of the runtime. Safe for use by several threads.
/// </summary>
public sealed class WordPieceTokenizer
{
    /// <summary>The most that <see cref="WordPieceOptions.LongestWord"/> may be: the word is kept on the stack.</summary>
    internal const int LongestWordLimit = 1000;

    private readonly BertCharacters _characters;
    private readonly PieceTrie _pieces;
    private readonly KeptTokens _kept;
    private readonly int _longestWord, _unknown, _start, _separator;

    /// <param name="vocabulary">The tokens of the model.</param>
    /// <param name="options">How the model was trained to see text; as <c>bert-base-uncased</c> when null.</param>
    /// <exception cref="ArgumentException">The vocabulary lacks a token that the options name.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="WordPieceOptions.LongestWord"/> is not from 1 to 1000.</exception>
    public WordPieceTokenizer(TokenVocabulary vocabulary, WordPieceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        Options = options ?? new WordPieceOptions();
        if (Options.LongestWord is < 1 or > LongestWordLimit)
        {
            throw new ArgumentOutOfRangeException(nameof(options), Options.LongestWord,
                $"{nameof(WordPieceOptions.LongestWord)} must be from 1 to {LongestWordLimit}.");
        }

        Vocabulary = vocabulary;
        _longestWord = Options.LongestWord;
        _unknown = Required(nameof(WordPieceOptions.UnknownToken), Options.UnknownToken);
        _start = Required(nameof(WordPieceOptions.StartToken), Options.StartToken);
        _separator = Required(nameof(WordPieceOptions.SeparatorToken), Options.SeparatorToken);
        _characters = new BertCharacters(
            Options.CleanText, Options.SpaceIdeographs, Options.StripAccents ?? Options.LowerCase, Options.LowerCase);
        _pieces = new PieceTrie(vocabulary.Ids, Options.ContinuationPrefix);
        string[] kept = [Options.UnknownToken, Options.StartToken, Options.SeparatorToken, .. Options.KeptTokens];
        _kept = new KeptTokens(kept.Distinct(StringComparer.Ordinal)
            .Where(vocabulary.Ids.ContainsKey)
            .Select(token => KeyValuePair.Create(token, vocabulary.Ids[token])));
    }

    /// <summary>The tokens of the model.</summary>
    public TokenVocabulary Vocabulary { get; }

    /// <summary>How the model was trained to see text.</summary>
    public WordPieceOptions Options { get; }

    /// <summary>
    /// Reads a <c>tokenizer.json</c> whose model is WordPiece, with the normalizer, pre-tokenizer and template of BERT. Its settings for
    /// truncation and padding are left to the caller; <c>lstrip</c> and <c>rstrip</c> of added tokens do not matter, since the spaces
    /// that they take give no tokens.
    /// </summary>
    /// <param name="json">The file, in UTF-8.</param>
    /// <exception cref="InvalidDataException">
    /// It is not JSON, or not such a tokenizer: the message has the path, the rule and the value.
    /// </exception>
    public static WordPieceTokenizer ReadJson(ReadOnlyMemory<byte> json) => WordPieceJson.Read(json);

    /// <summary>
    /// Writes the ids of <paramref name="text"/>, without special tokens around them, as far as there is room, and returns how many the
    /// text has. Allocates nothing.
    /// </summary>
    public int Encode(ReadOnlySpan<char> text, Span<int> ids) => Encode(text, ids, []);

    /// <summary>The same, with the place of each token in <paramref name="text"/>; of either as much as there is room for.</summary>
    /// <remarks>
    /// A token begins where its first character came from and ends where its last one did. An accent of its own code point, or a
    /// character that was taken out, belongs to it only where it is followed by more of the token.
    /// </remarks>
    public int Encode(ReadOnlySpan<char> text, Span<int> ids, Span<TextRange> ranges)
    {
        // A code point is two code units at most.
        Span<char> word = stackalloc char[2 * _longestWord];
        Span<TextRange> origins = stackalloc TextRange[ranges.IsEmpty ? 0 : word.Length];
        var run = new WordPieceRun(_characters, _pieces, _longestWord, _unknown, ids, ranges, word, origins);
        int at = 0;
        while (_kept.Find(text[at..], out int length, out int id) is >= 0 and int step)
        {
            run.Read(text.Slice(at, step), at);
            at += step;
            run.Add(id, new TextRange(at, at + length));
            at += length;
        }

        run.Read(text[at..], at);
        return run.Count;
    }

    /// <summary>A text as the model takes it: start, text, separator.</summary>
    /// <param name="text">May be empty.</param>
    /// <param name="limit">The most tokens, special ones included; at least 2. What is too much is cut off at the end of the text.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> has no room for the special tokens.</exception>
    public TokenizedText EncodeText(ReadOnlySpan<char> text, int limit = int.MaxValue)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 2);
        using var first = new Part(this, text, limit - 2);
        int length = Math.Min(first.Count, limit - 2);
        TokenizedText whole = Frame(length + 2, first.Count + 2);
        whole.Ids[0] = _start;
        first.CopyTo(whole, 1, length, type: 0);
        whole.Ids[length + 1] = _separator;
        return whole;
    }

    /// <summary>A pair of texts as the model takes it: start, first, separator, second, separator.</summary>
    /// <param name="first">Of type 0.</param>
    /// <param name="second">Of type 1.</param>
    /// <param name="limit">
    /// The most tokens, special ones included; at least 3. The longer text is cut first, and then both to the same length, where the one
    /// that was longer keeps the odd token ("longest first").
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> has no room for the special tokens.</exception>
    public TokenizedText EncodePair(ReadOnlySpan<char> first, ReadOnlySpan<char> second, int limit = int.MaxValue)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 3);
        using var one = new Part(this, first, limit - 3);
        using var two = new Part(this, second, limit - 3);
        (int oneLength, int twoLength) = LongestFirst(one.Count, two.Count, limit - 3);
        TokenizedText whole = Frame(oneLength + twoLength + 3, one.Count + two.Count + 3);
        whole.Ids[0] = _start;
        one.CopyTo(whole, 1, oneLength, type: 0);
        whole.Ids[oneLength + 1] = _separator;
        two.CopyTo(whole, oneLength + 2, twoLength, type: 1);
        whole.Ids[^1] = _separator;
        whole.TypeIds[^1] = 1;
        return whole;
    }

    // tokenizers/src/utils/truncation.rs, TruncationStrategy::LongestFirst.
    private static (int First, int Second) LongestFirst(int first, int second, int room)
    {
        if ((long)first + second <= room)
            return (first, second);
        int shorter = Math.Min(first, second), longer = room - shorter;
        if (longer < shorter)
        {
            shorter = room / 2;
            longer = room - shorter;
        }
        return first > second ? (longer, shorter) : (shorter, longer);
    }

    private static TokenizedText Frame(int length, int uncut) => new()
    {
        Ids = new int[length],
        TypeIds = new int[length],
        Ranges = new TextRange[length],
        UncutLength = uncut,
    };

    private int Required(string option, string token) => Vocabulary.TryGetId(token, out int id)
        ? id
        : throw new ArgumentException($"{option} is '{token}', which is not in the vocabulary of {Vocabulary.Count} tokens.");

    /// <summary>The tokens of one text, as many as can be of use, in rented memory.</summary>
    private readonly ref struct Part : IDisposable
    {
        private readonly int[] _ids;
        private readonly TextRange[] _ranges;

        public Part(WordPieceTokenizer tokenizer, ReadOnlySpan<char> text, int limit)
        {
            // A character gives at most as many tokens as code points.
            int room = (int)Math.Min(limit, (long)BertCharacters.MostParts * text.Length);
            _ids = ArrayPool<int>.Shared.Rent(room);
            _ranges = ArrayPool<TextRange>.Shared.Rent(room);
            Count = tokenizer.Encode(text, _ids, _ranges);
        }

        /// <summary>How many the text has.</summary>
        public int Count { get; }

        public void CopyTo(TokenizedText whole, int at, int length, int type)
        {
            _ids.AsSpan(0, length).CopyTo(whole.Ids.AsSpan(at));
            _ranges.AsSpan(0, length).CopyTo(whole.Ranges.AsSpan(at));
            whole.TypeIds.AsSpan(at, length).Fill(type);
        }

        public void Dispose()
        {
            ArrayPool<int>.Shared.Return(_ids);
            ArrayPool<TextRange>.Shared.Return(_ranges);
        }
    }
}
