using System.Buffers.Binary;
using System.Text;

namespace Perto.Language.Tests;

/// <summary>The precompiled character map of SentencePiece; what it does with real maps is in <see cref="GoldenTokenizerTests"/>.</summary>
public sealed class CharacterMapTests
{
    // A trie by hand: the root's offset is 0x100, so that "a" is the unit 0x161; that has a leaf at 0x161 ^ 0x200 = 0x361, whose value is 0.
    private static readonly (int Unit, uint Value)[] A = [(0, 0x100 << 10), (0x161, (0x200 << 10) | 0x100 | 'a'), (0x361, 0x80000000)];

    [Fact]
    public void A_character_becomes_its_text()
    {
        ITextTokenizer tokenizer = Read(Map(A, "bb\0"));
        Assert.Equal(["b", "b", "c"], tokenizer.Tokens("ac"));
        Assert.Equal(["a", "a", "c"], tokenizer.Places("ac"));
    }

    [Fact]
    public void A_character_may_become_nothing() => Assert.Equal(["c"], Read(Map(A, "\0")).Tokens("aca"));

    [Fact]
    public void A_text_without_its_zero_byte_ends_with_the_map() => Assert.Equal(["b"], Read(Map(A, "b")).Tokens("a"));

    // Places that are outside of the map, or not what the trie says: nothing is replaced.
    [Theory]
    [InlineData(0, 0xFFFFFFFF)]
    [InlineData(0x161, 0xFFFFFD61)] // an offset far outside
    [InlineData(0x361, 0xFFFFFFFF)] // a text far outside
    [InlineData(0x361, 0x80000004)] // just outside
    public void A_map_that_leads_outside_of_itself_replaces_nothing(int unit, uint value)
    {
        (int Unit, uint Value)[] units = [.. A.Select(pair => pair.Unit == unit ? (unit, value) : pair)];
        Assert.Equal(["a", "c"], Read(Map(units, "bb\0")).Tokens("ac"));
    }

    [Theory]
    [InlineData("", "must begin with the length of its trie, a multiple of 4 that fits; it has 0 bytes")]
    [InlineData("AAAA", "must begin with the length of its trie, a multiple of 4 that fits; it has 3 bytes")]
    [InlineData("AAAAAA==", "must begin with the length of its trie, a multiple of 4 that fits; it has 4 bytes")]
    [InlineData("/////wAAAAA=", "must begin with the length of its trie, a multiple of 4 that fits; it has 8 bytes")]
    [InlineData("AwAAAAAAAAA=", "must begin with the length of its trie, a multiple of 4 that fits; it has 8 bytes")]
    [InlineData("BAAAAAAAAAD/", "must have texts in UTF-8")]
    [InlineData("*", "must be in Base64")]
    public void A_map_that_is_none_is_refused(string map, string rule) => Assert.Equal(
        $"$.normalizer.precompiled_charsmap {rule}; it is \"{map}\".",
        Assert.Throws<InvalidDataException>(() => Read(map)).Message);

    [Fact]
    public void A_text_that_would_make_texts_explode_is_refused() => Assert.Contains(
        "must have texts of 255 bytes at most, each ended by a zero byte; one has 256",
        Assert.Throws<InvalidDataException>(() => Read(Map(A, new string('b', 256)))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Random_maps_never_lead_outside()
    {
        var random = new Random(8);
        for (int round = 0; round < 2000; round++)
        {
            var units = new (int, uint)[random.Next(1, 600)];
            for (int i = 0; i < units.Length; i++)
            {
                // Offsets that stay near, so that the walk goes on; labels of the texts below.
                uint label = Encoding.UTF8.GetBytes("aé\u0301")[random.Next(5)];
                units[i] = (i, random.Next(4) == 0 ? (uint)random.NextInt64(1L << 32) : ((uint)random.Next(1024) << 10) | ((uint)random.Next(2) << 8) | label);
            }

            ITextTokenizer tokenizer = Read(Map(units, "b\0c\0"));
            tokenizer.EncodeText("aé\u0301ce\u0301 a\u0301\u0301\u0301\r\n😀");
        }
    }

    private static string Map((int Unit, uint Value)[] units, string texts)
    {
        int count = 1 + units.Max(pair => pair.Unit);
        var map = new byte[4 + (4 * count) + Encoding.UTF8.GetByteCount(texts)];
        BinaryPrimitives.WriteInt32LittleEndian(map, 4 * count);
        foreach ((int unit, uint value) in units)
            BinaryPrimitives.WriteUInt32LittleEndian(map.AsSpan(4 + (4 * unit)), value);
        Encoding.UTF8.GetBytes(texts, map.AsSpan(4 + (4 * count)));
        return Convert.ToBase64String(map);
    }

    private static ITextTokenizer Read(string map) => TokenizerFile.BytePair(["a", "b", "c"])
        .With("normalizer", $$"""{"type": "Precompiled", "precompiled_charsmap": "{{map}}"}""").Read();
}
