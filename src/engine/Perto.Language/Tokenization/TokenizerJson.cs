using System.Text.Json;

namespace Perto.Language;

/// <summary>
/// Reads the <c>tokenizer.json</c> files of Hugging Face's <c>tokenizers</c>: WordPiece (BERT), byte-pair encoding (GPT-2, RoBERTa,
/// ModernBERT, Llama) and SentencePiece's unigram models (XLM-R, multilingual E5).
/// </summary>
public static class TokenizerJson
{
    /// <summary>
    /// Reads a tokenizer. Its settings for truncation and padding are left to the caller. What the file asks for and cannot be done is an
    /// error, never done half.
    /// </summary>
    /// <param name="json">The file, in UTF-8. It is not trusted.</param>
    /// <exception cref="InvalidDataException">
    /// It is not JSON, or not a tokenizer of these kinds: the message has the path, the rule and the value.
    /// </exception>
    public static ITextTokenizer Read(ReadOnlyMemory<byte> json) => Read(json, Read);

    internal static TTokenizer Read<TTokenizer>(ReadOnlyMemory<byte> json, Func<JsonPlace, TTokenizer> read)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(json);
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException($"The tokenizer is not JSON: {fault.Message}", fault);
        }

        using (document)
        {
            return read(new JsonPlace("$", document.RootElement));
        }
    }

    private static ITextTokenizer Read(JsonPlace root)
    {
        JsonPlace model = root["model"];
        return Kind(model) switch
        {
            "WordPiece" => WordPieceJson.Read(root),
            "BPE" => StagedTokenizerJson.Read(root, BytePairJson.Read),
            "Unigram" => StagedTokenizerJson.Read(root, UnigramJson.Read),
            _ => throw model["type"].Wrong("must be \"WordPiece\", \"BPE\" or \"Unigram\""),
        };
    }

    // Older files do not name the kind (tokenizers/src/models/mod.rs, ModelUntagged).
    private static string Kind(JsonPlace model)
    {
        if (model.Has("type"))
            return model["type"].Text();
        return model.Has("merges") ? "BPE"
            : model.Has("continuing_subword_prefix") ? "WordPiece"
            : model["vocab"].IsArray ? "Unigram"
            : model["type"].Text();
    }
}
