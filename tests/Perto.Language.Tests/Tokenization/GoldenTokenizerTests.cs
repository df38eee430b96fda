namespace Perto.Language.Tests;

/// <summary>Against the Rust library: see <see cref="GoldenTokenizer"/>.</summary>
public sealed class GoldenTokenizerTests
{
    public static TheoryData<string> Names => [.. GoldenTokenizer.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Texts_have_the_tokens_types_and_places_of_the_reference(string name)
    {
        GoldenTokenizer golden = GoldenTokenizer.Load(name);
        ITextTokenizer tokenizer = golden.Read();
        Assert.NotEmpty(golden.Cases);
        foreach (GoldenCase one in golden.Cases)
        {
            TokenizedText text = one.Pair is null ? tokenizer.EncodeText(one.Text) : tokenizer.EncodePair(one.Text, one.Pair);
            Assert.True(one.Ids.AsSpan().SequenceEqual(text.Ids), $"{one}: {string.Join(' ', text.Ids)} for {string.Join(' ', one.Ids)}");
            Assert.Equal(one.Types, text.TypeIds);
            if (one.Ranges is not null)
                Assert.True(one.Ranges.AsSpan().SequenceEqual(text.Ranges), $"{one}: {string.Join(' ', text.Ranges)}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_limit_cuts_the_end_off_and_the_length_before_is_told(string name)
    {
        GoldenTokenizer golden = GoldenTokenizer.Load(name);
        ITextTokenizer tokenizer = golden.Read();
        int specials = tokenizer.EncodeText("").Ids.Length;
        foreach (GoldenCase one in golden.Cases.Where(one => one.Pair is null && one.Ids.Length > specials + 1))
        {
            int limit = (one.Ids.Length + specials) / 2;
            TokenizedText cut = tokenizer.EncodeText(one.Text, limit);
            Assert.Equal(limit, cut.Ids.Length);
            Assert.Equal(one.Ids.Length, cut.UncutLength);
            int start = specials == 0 || cut.Ids[0] != tokenizer.EncodeText("").Ids[0] ? 0 : 1;
            int kept = limit - specials;
            Assert.Equal(one.Ids.AsSpan(start, kept), cut.Ids.AsSpan(start, kept));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Encoding_allocates_nothing_once_warm(string name)
    {
        GoldenTokenizer golden = GoldenTokenizer.Load(name);
        ITextTokenizer tokenizer = golden.Read();
        string text = string.Concat(golden.Cases.Select(one => one.Text));
        var ids = new int[16 * text.Length];
        var ranges = new TextRange[ids.Length];
        int count = tokenizer.Encode(text, ids, ranges);
        // A collection that another thread began while we counted adds what it took from this thread: of several rounds the least counts.
        long least = Enumerable.Range(0, 5).Min(_ =>
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            int again = tokenizer.Encode(text, ids, ranges) + tokenizer.Encode(text, ids, []);
            long after = GC.GetAllocatedBytesForCurrentThread();
            Assert.Equal(2 * count, again);
            return after - before;
        });
        Assert.Equal(0, least);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Half_of_a_surrogate_pair_is_seen_as_the_replacement_character(string name)
    {
        ITextTokenizer tokenizer = GoldenTokenizer.Load(name).Read();
        foreach (string half in (string[])["\uD83D", "\uDE00", "\uDE00\uD83D"])
        {
            TokenizedText cut = tokenizer.EncodeText("a" + half + "b " + half);
            TokenizedText replaced = tokenizer.EncodeText("a" + new string('\uFFFD', half.Length) + "b " + new string('\uFFFD', half.Length));
            Assert.Equal(replaced.Ids, cut.Ids);
            Assert.Equal(replaced.Ranges, cut.Ranges);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Several_threads_get_the_same_tokens(string name)
    {
        GoldenTokenizer golden = GoldenTokenizer.Load(name);
        ITextTokenizer tokenizer = golden.Read();
        Parallel.For(0, 4 * golden.Cases.Count, new ParallelOptions { MaxDegreeOfParallelism = 8 }, round =>
        {
            GoldenCase one = golden.Cases[round % golden.Cases.Count];
            TokenizedText text = one.Pair is null ? tokenizer.EncodeText(one.Text) : tokenizer.EncodePair(one.Text, one.Pair);
            Assert.Equal(one.Ids, text.Ids);
        });
    }
}
