using System.Buffers;

namespace Perto.Language;

/// <summary>The special tokens that a model wants around a text and around a pair of texts.</summary>
/// <param name="single">Around one text: it is there once.</param>
/// <param name="pair">Around two: each is there once.</param>
internal sealed class TokenFrame(FramePart[] single, FramePart[] pair)
{
    /// <summary>Nothing around the texts, which follow each other.</summary>
    public static TokenFrame None { get; } = new([new(FrameRole.First, 0)], [new(FrameRole.First, 0), new(FrameRole.Second, 1)]);

    /// <summary>Start, first, separator, second, separator.</summary>
    public static TokenFrame OfBert(int start, int separator) => new(
        [new(FrameRole.Special, 0, start), new(FrameRole.First, 0), new(FrameRole.Special, 0, separator)],
        [
            new(FrameRole.Special, 0, start), new(FrameRole.First, 0), new(FrameRole.Special, 0, separator),
            new(FrameRole.Second, 1), new(FrameRole.Special, 1, separator),
        ]);

    /// <summary>Start, first, two separators, second, separator; all of the same type.</summary>
    public static TokenFrame OfRoberta(int start, int separator) => new(
        [new(FrameRole.Special, 0, start), new(FrameRole.First, 0), new(FrameRole.Special, 0, separator)],
        [
            new(FrameRole.Special, 0, start), new(FrameRole.First, 0), new(FrameRole.Special, 0, separator),
            new(FrameRole.Special, 0, separator), new(FrameRole.Second, 0), new(FrameRole.Special, 0, separator),
        ]);

    /// <summary>Cuts a text and frames it.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> has no room for the special tokens.</exception>
    public TokenizedText Encode(ITextTokenizer tokenizer, ReadOnlySpan<char> text, int limit)
    {
        int specials = single.Length - 1;
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, specials);
        using var only = new Part(tokenizer, text, limit - specials);
        return Assemble(single, only, Math.Min(only.Count, limit - specials), default, 0, specials);
    }

    /// <summary>Cuts a pair of texts and frames it; what is too much is cut off the longer one first.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> has no room for the special tokens.</exception>
    public TokenizedText Encode(ITextTokenizer tokenizer, ReadOnlySpan<char> first, ReadOnlySpan<char> second, int limit)
    {
        int specials = pair.Length - 2;
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, specials);
        using var one = new Part(tokenizer, first, limit - specials);
        using var two = new Part(tokenizer, second, limit - specials);
        (int oneLength, int twoLength) = LongestFirst(one.Count, two.Count, limit - specials);
        return Assemble(pair, one, oneLength, two, twoLength, specials);
    }

    private static TokenizedText Assemble(FramePart[] frame, Part first, int firstLength, Part second, int secondLength, int specials)
    {
        int length = firstLength + secondLength + specials;
        var whole = new TokenizedText
        {
            Ids = new int[length],
            TypeIds = new int[length],
            Ranges = new TextRange[length],
            UncutLength = first.Count + second.Count + specials,
        };
        int at = 0;
        foreach (FramePart part in frame)
        {
            int tokens = part.Role switch
            {
                FrameRole.First => firstLength,
                FrameRole.Second => secondLength,
                _ => 1,
            };
            whole.TypeIds.AsSpan(at, tokens).Fill(part.Type);
            if (part.Role == FrameRole.Special)
                whole.Ids[at] = part.Id;
            else if (part.Role == FrameRole.First)
                first.CopyTo(whole, at, tokens);
            else
                second.CopyTo(whole, at, tokens);
            at += tokens;
        }

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

    /// <summary>The tokens of one text, as many as can be of use, in rented memory.</summary>
    private readonly ref struct Part : IDisposable
    {
        private readonly int[] _ids;
        private readonly TextRange[] _ranges;

        public Part(ITextTokenizer tokenizer, ReadOnlySpan<char> text, int limit)
        {
            // Most texts have fewer tokens than characters. One that has more is cut a second time, with room for all.
            int room = Math.Min(limit, text.Length + 1);
            while (true)
            {
                _ids = ArrayPool<int>.Shared.Rent(room);
                _ranges = ArrayPool<TextRange>.Shared.Rent(room);
                Count = tokenizer.Encode(text, _ids, _ranges);
                if (Count <= _ids.Length || limit <= _ids.Length)
                    return;
                Dispose();
                room = Math.Min(limit, Count);
            }
        }

        /// <summary>How many the text has.</summary>
        public int Count { get; }

        public void CopyTo(TokenizedText whole, int at, int length)
        {
            _ids.AsSpan(0, length).CopyTo(whole.Ids.AsSpan(at));
            _ranges.AsSpan(0, length).CopyTo(whole.Ranges.AsSpan(at));
        }

        public void Dispose()
        {
            ArrayPool<int>.Shared.Return(_ids);
            ArrayPool<TextRange>.Shared.Return(_ranges);
        }
    }
}
