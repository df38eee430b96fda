namespace Perto.Language;

/// <summary>
/// WordPiece as BERT and its descendants use it (Devlin and others, 2019; Schuster and Nakajima, 2012), token for token as Hugging Face's
/// <c>tokenizers</c>: the text is cleaned, split at spaces and punctuation, and each word cut greedily into the longest pieces of the
/// vocabulary. The white space and categories are those of the Unicode version of the runtime. Safe for use by several threads.
/// </summary>
public sealed class WordPieceTokenizer : ITextTokenizer
{
    /// <summary>The most that <see cref="WordPieceOptions.LongestWord"/> may be: the word is kept on the stack.</summary>
    internal const int LongestWordLimit = 1000;

    private readonly BertCharacters _characters;
    private readonly PieceTrie _pieces;
    private readonly KeptTokens _kept;
    private readonly TokenFrame _frame;
    private readonly int _longestWord, _unknown;

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
        _frame = TokenFrame.OfBert(
            Required(nameof(WordPieceOptions.StartToken), Options.StartToken),
            Required(nameof(WordPieceOptions.SeparatorToken), Options.SeparatorToken));
        _characters = new BertCharacters(
            Options.CleanText, Options.SpaceIdeographs, Options.StripAccents ?? Options.LowerCase, Options.LowerCase);
        _pieces = new PieceTrie(vocabulary.Ids, Options.ContinuationPrefix);
        string[] kept = [Options.UnknownToken, Options.StartToken, Options.SeparatorToken, .. Options.KeptTokens];
        _kept = new KeptTokens([.. kept.Distinct(StringComparer.Ordinal)
            .Where(vocabulary.Ids.ContainsKey)
            .Select(token => KeyValuePair.Create(token, vocabulary.Ids[token]))]);
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
    public static WordPieceTokenizer ReadJson(ReadOnlyMemory<byte> json) => TokenizerJson.Read(json, WordPieceJson.Read);

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
    public TokenizedText EncodeText(ReadOnlySpan<char> text, int limit = int.MaxValue) => _frame.Encode(this, text, limit);

    /// <summary>A pair of texts as the model takes it: start, first, separator, second, separator.</summary>
    /// <param name="first">Of type 0.</param>
    /// <param name="second">Of type 1.</param>
    /// <param name="limit">
    /// The most tokens, special ones included; at least 3. The longer text is cut first, and then both to the same length, where the one
    /// that was longer keeps the odd token ("longest first").
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> has no room for the special tokens.</exception>
    public TokenizedText EncodePair(ReadOnlySpan<char> first, ReadOnlySpan<char> second, int limit = int.MaxValue) =>
        _frame.Encode(this, first, second, limit);

    private int Required(string option, string token) => Vocabulary.TryGetId(token, out int id)
        ? id
        : throw new ArgumentException($"{option} is '{token}', which is not in the vocabulary of {Vocabulary.Count} tokens.");
}
