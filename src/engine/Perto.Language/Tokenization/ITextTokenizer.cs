namespace Perto.Language;

/// <summary>Cuts texts into the tokens of a model. Safe for use by several threads.</summary>
public interface ITextTokenizer
{
    /// <summary>The tokens of the model.</summary>
    TokenVocabulary Vocabulary { get; }

    /// <summary>
    /// Writes the ids of <paramref name="text"/> and the place of each in it, without special tokens around them, of either as much as there is
    /// room for, and returns how many the text has.
    /// </summary>
    int Encode(ReadOnlySpan<char> text, Span<int> ids, Span<TextRange> ranges);

    /// <summary>A text as the model takes it, with its special tokens.</summary>
    /// <param name="text">May be empty.</param>
    /// <param name="limit">The most tokens, special ones included. What is too much is cut off at the end of the text.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> has no room for the special tokens.</exception>
    TokenizedText EncodeText(ReadOnlySpan<char> text, int limit = int.MaxValue);

    /// <summary>A pair of texts as the model takes it, with its special tokens.</summary>
    /// <param name="first">A question, where a model answers how well the second text fits it.</param>
    /// <param name="second">The text that is judged.</param>
    /// <param name="limit">The most tokens, special ones included; the longer text is cut first.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> has no room for the special tokens.</exception>
    TokenizedText EncodePair(ReadOnlySpan<char> first, ReadOnlySpan<char> second, int limit = int.MaxValue);
}
