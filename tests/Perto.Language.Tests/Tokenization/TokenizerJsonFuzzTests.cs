using System.Text;
using System.Text.Json.Nodes;

namespace Perto.Language.Tests;

/// <summary>Damaged files: they are refused as such or read, and what was read cuts any text. The seeds are fixed.</summary>
public sealed class TokenizerJsonFuzzTests
{
    // Stands for half of a surrogate pair, which can be spelled in JSON but not be held in memory.
    private const string Half = "@half@";
    private const string Text = "<s> the dog's coração 日本語 😀 e\u0301 a\u0323\u0301 \uD83D\n\n  12345 ﬁ<mask>\r\n▁\u200B";

    public static TheoryData<string> Names => ["gpt2", "roberta", "modernbert", "llama2", "llama3", "bpe-prefix", "xlmr", "e5", "unigram-bytes", "bytes-bare"];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_byte_changed_anywhere(string name)
    {
        byte[] whole = Encoding.UTF8.GetBytes(GoldenTokenizer.Load(name).Json);
        var random = new Random(1);
        int refused = 0;
        for (int round = 0; round < 300; round++)
        {
            byte[] damaged = [.. whole];
            for (int i = random.Next(1, 4); i > 0; i--)
                damaged[random.Next(damaged.Length)] = random.Next(2) == 0 ? (byte)random.Next(256) : (byte)"{}[]\",:0-9truefalsn\\"[random.Next(20)];
            refused += Try(damaged) ? 0 : 1;
        }

        Assert.InRange(refused, 20, 300);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_file_cut_off_anywhere(string name)
    {
        byte[] whole = Encoding.UTF8.GetBytes(GoldenTokenizer.Load(name).Json);
        for (int length = 0; length < whole.Length; length += 37)
            Assert.False(Try(whole.AsMemory(0, length)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_value_replaced_left_out_or_taken_from_elsewhere(string name)
    {
        string json = GoldenTokenizer.Load(name).Json;
        string[] strangers =
        [
            "null", "true", "-1", "0", "1e308", "1e999", "2147483648", "\"\"", "\"a\"", $"\"{Half}\"", "\"\\u0000\"", "[]", "{}", "[[]]",
            """{"type": "Sequence", "normalizers": [], "pretokenizers": [], "processors": []}""",
            """{"type": "Replace", "pattern": {"String": "a"}, "content": "bbbbbbbbbbbbbbbb"}""",
            """{"type": "NFKD"}""", """{"type": "Metaspace", "replacement": "a"}""",
        ];
        var random = new Random(2);
        int refused = 0;
        for (int round = 0; round < 300; round++)
        {
            JsonNode root = JsonNode.Parse(json)!;
            for (int i = random.Next(1, 4); i > 0; i--)
            {
                JsonNode? other = random.Next(3) == 0 ? Any(root, random)?.DeepClone() : JsonNode.Parse(strangers[random.Next(strangers.Length)]);
                Replace(root, random, other);
            }

            refused += Try(Encoding.UTF8.GetBytes(root.ToJsonString().Replace(Half, "\\ud800", StringComparison.Ordinal))) ? 0 : 1;
        }

        Assert.InRange(refused, 20, 300);
    }

    private static bool Try(ReadOnlyMemory<byte> json)
    {
        ITextTokenizer tokenizer;
        try
        {
            tokenizer = TokenizerJson.Read(json);
        }
        catch (InvalidDataException)
        {
            return false;
        }

        TokenizedText text = tokenizer.EncodePair(Text, Text, 100_000);
        Assert.All(text.Ranges, range => Assert.InRange(range.Start, 0, range.End));
        Assert.All(text.Ranges, range => Assert.InRange(range.End, 0, Text.Length));
        return true;
    }

    // A few steps down from the root, so that what is rare and matters is met as often as the tokens.
    private static JsonNode? Any(JsonNode root, Random random)
    {
        JsonNode? node = root;
        for (int steps = random.Next(1, 6); steps > 0 && Children(node) is { Length: > 0 } children; steps--)
            node = children[random.Next(children.Length)];
        return node;
    }

    private static void Replace(JsonNode root, Random random, JsonNode? other)
    {
        JsonNode? node = Any(root, random);
        if (node?.Parent is JsonArray list)
            list[node.GetElementIndex()] = other;
        else if (node?.Parent is JsonObject parent && random.Next(4) > 0)
            parent[node.GetPropertyName()] = other;
        else if (node?.Parent is JsonObject shorter)
            shorter.Remove(node.GetPropertyName());
    }

    private static JsonNode?[] Children(JsonNode? node) => node switch
    {
        JsonArray list => [.. list],
        JsonObject parent => [.. parent.Select(member => member.Value)],
        _ => [],
    };
}
