using Perto.Language;

namespace Perto.Platform;

/// <summary>Holds a tokenizer against its model when both are opened, so that files of different models are told at once and not by the first text that shows it.</summary>
internal static class TokenizerFit
{
    /// <param name="tokenizer">Cuts texts.</param>
    /// <param name="config">The model.</param>
    /// <param name="longest">The most tokens of a text or pair.</param>
    /// <param name="pairs">Whether it reads pairs.</param>
    /// <exception cref="InvalidDataException">They do not belong together.</exception>
    public static void Check(ITextTokenizer tokenizer, TransformerConfig config, int longest, bool pairs)
    {
        int greatest = tokenizer.Vocabulary.Ids.Count == 0 ? -1 : tokenizer.Vocabulary.Ids.Values.Max();
        if (greatest >= config.VocabularySize)
        {
            tokenizer.Vocabulary.TryGetToken(greatest, out string? token);
            throw new InvalidDataException($"the tokenizer must have ids below {config.VocabularySize}, vocab_size of config.json; '{token}' has {greatest}: it is of another model.");
        }

        int specials = Encode(tokenizer, "", pairs).Ids.Length;
        if (specials == 0)
            throw new InvalidDataException("the tokenizer must put special tokens around texts, as models of this kind were trained; it puts none.");
        if (specials >= longest)
            throw new InvalidDataException($"there must be room for a token beside the {specials} special ones of the tokenizer; the model takes {longest} at most.");
        int type = Encode(tokenizer, "a", pairs).TypeIds.Max();
        if (config.TokenTypes > 1 && type >= config.TokenTypes)
            throw new InvalidDataException($"the tokenizer must give types below {config.TokenTypes}, type_vocab_size of config.json; it gives {type}.");
    }

    private static TokenizedText Encode(ITextTokenizer tokenizer, string text, bool pair) => pair ? tokenizer.EncodePair(text, text) : tokenizer.EncodeText(text);
}
