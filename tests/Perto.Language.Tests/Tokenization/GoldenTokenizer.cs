using System.Text;
using System.Text.Json;

namespace Perto.Language.Tests;

/// <summary>
/// A tokenizer with a small vocabulary of our own, and what the reference makes of texts with it: the npm package <c>tokenizers</c>
/// 0.23.2, which is the binding of the Rust library itself. Its ranges count code points; here they are turned into UTF-16. Texts were
/// drawn with a fixed seed from a list of hard parts: accents apart and together, scripts from right to left, ideographs, syllables,
/// emoji with joiners, control characters, ligatures, white space of all kinds, contractions, added tokens inside and beside words.
/// </summary>
internal sealed class GoldenTokenizer
{
    public static readonly string[] Names =
    [
        "gpt2", "roberta", "modernbert", "llama2", "llama3", "qwen2", "bpe-unknown", "bpe-fused", "bpe-prefix", "bpe-suffix",
        "xlmr", "e5", "unigram-bytes", "unigram-whole",
        "bytes-nfc", "bytes-nfd", "bytes-nfkc", "bytes-nfkd", "bytes-bare",
        "split-removed", "split-isolated", "split-mergedwithprevious", "split-mergedwithnext", "split-contiguous",
        "split-removed-inverted", "split-isolated-inverted", "split-mergedwithprevious-inverted", "split-mergedwithnext-inverted",
        "split-contiguous-inverted",
    ];

    private GoldenTokenizer(JsonElement root)
    {
        Json = root.GetProperty("tokenizer").GetRawText();
        Cases = [.. root.GetProperty("cases").EnumerateArray().Select(GoldenCase.Read)];
    }

    /// <summary>The tokenizer.json.</summary>
    public string Json { get; }

    public IReadOnlyList<GoldenCase> Cases { get; }

    public static GoldenTokenizer Load(string name)
    {
        using Stream file = typeof(GoldenTokenizer).Assembly.GetManifestResourceStream($"Tokenization.Golden.{name}.json")!;
        using JsonDocument document = JsonDocument.Parse(file);
        return new GoldenTokenizer(document.RootElement);
    }

    public ITextTokenizer Read() => TokenizerJson.Read(Encoding.UTF8.GetBytes(Json));
}
