namespace Perto.Language;

/// <summary>
/// A tokenizer in the steps of Hugging Face's <c>tokenizers</c>: added tokens are taken out, what lies between them is normalised, cut into
/// words and these into pieces; special tokens are put around the whole. <see cref="TokenizerJson"/> puts it together.
/// </summary>
internal sealed class StagedTokenizer : ITextTokenizer
{
    private readonly Spares<StageScratch> _scratches = new();

    /// <inheritdoc/>
    public required TokenVocabulary Vocabulary { get; init; }

    /// <summary>Added tokens that are looked for in the text as it was written.</summary>
    public required AddedTokens Written { get; init; }

    /// <summary>Added tokens that are looked for in the normalised text.</summary>
    public required AddedTokens Normalized { get; init; }

    /// <summary>The steps of normalisation.</summary>
    public required ITextNormalizer[] Normalizers { get; init; }

    /// <summary>The steps of cutting into words; with none, what lies between added tokens is one word.</summary>
    public required IWordSplitter[] Splitters { get; init; }

    /// <summary>Cuts words into pieces.</summary>
    public required IPieceModel Model { get; init; }

    /// <summary>The special tokens around texts.</summary>
    public required TokenFrame Frame { get; init; }

    /// <summary>How spaces are taken out of ranges; null when they stay.</summary>
    public TrimmedRanges? Trimming { get; init; }

    /// <inheritdoc/>
    /// <remarks>Allocates nothing but for a text that is longer than those before it.</remarks>
    public int Encode(ReadOnlySpan<char> text, Span<int> ids, Span<TextRange> ranges)
    {
        var tokens = new TokenWriter(ids, ranges);
        StageScratch scratch = _scratches.Rent();
        int at = 0;
        while (Written.Find(text, at, out TextRange found, out int id))
        {
            EncodePart(text, new TextRange(at, found.Start), scratch, ref tokens);
            Add(id, text, text[found.Start..found.End], found, ref tokens);
            at = found.End;
        }

        EncodePart(text, new TextRange(at, text.Length), scratch, ref tokens);
        scratch.Shrink();
        _scratches.Return(scratch);
        return tokens.Count;
    }

    /// <inheritdoc/>
    public TokenizedText EncodeText(ReadOnlySpan<char> text, int limit = int.MaxValue) => Frame.Encode(this, text, limit);

    /// <inheritdoc/>
    public TokenizedText EncodePair(ReadOnlySpan<char> first, ReadOnlySpan<char> second, int limit = int.MaxValue) =>
        Frame.Encode(this, first, second, limit);

    private void EncodePart(ReadOnlySpan<char> text, TextRange part, StageScratch scratch, ref TokenWriter tokens)
    {
        if (part.Start == part.End)
            return;
        AlignedSpan normal = scratch.Normalize(text[part.Start..part.End], part.Start, Normalizers);
        int at = 0;
        while (Normalized.Find(normal.Units, at, out TextRange found, out int id))
        {
            EncodeWords(text, normal[at..found.Start], scratch, ref tokens);
            AlignedSpan token = normal[found.Start..found.End];
            Add(id, text, token.Units, token.Origin, ref tokens);
            at = found.End;
        }

        EncodeWords(text, normal[at..], scratch, ref tokens);
    }

    private void EncodeWords(ReadOnlySpan<char> text, AlignedSpan part, StageScratch scratch, ref TokenWriter tokens)
    {
        if (part.Length == 0)
            return;
        AlignedText words = scratch.Split(part, Splitters);
        for (int i = 0; i < words.WordCount; i++)
        {
            int before = tokens.Count;
            Model.Cut(words.Word(i), ref tokens);
            if (Trimming is not null)
                tokens.Trim(before, text, Vocabulary, Trimming);
        }
    }

    private void Add(int id, ReadOnlySpan<char> text, ReadOnlySpan<char> content, TextRange range, ref TokenWriter tokens)
    {
        bool trims = Trimming is not null && tokens.TakesRange;
        tokens.Add(id, trims ? Trimming!.Of(text, content, range, isFirst: tokens.Count == 0) : range);
    }
}
