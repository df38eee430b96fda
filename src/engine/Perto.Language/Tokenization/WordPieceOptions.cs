using System.Text.Json;

namespace Perto.Language;

/// <summary>How a WordPiece model was trained to see text. The defaults are those of <c>bert-base-uncased</c>.</summary>
public sealed record WordPieceOptions
{
    internal const string ConfigFile = "tokenizer_config.json";

    private static readonly string[] Classes =
        ["BertTokenizer", "BertTokenizerFast", "DistilBertTokenizer", "DistilBertTokenizerFast", "ElectraTokenizer", "ElectraTokenizerFast"];

    /// <summary>Capital letters become small ones.</summary>
    public bool LowerCase { get; init; } = true;

    /// <summary>Accents are taken off. When not said, it goes with <see cref="LowerCase"/>.</summary>
    public bool? StripAccents { get; init; }

    /// <summary>Control characters are taken out and every white space counts as a space.</summary>
    public bool CleanText { get; init; } = true;

    /// <summary>Each Chinese character is a word by itself.</summary>
    public bool SpaceIdeographs { get; init; } = true;

    /// <summary>What marks a piece that goes on with a word.</summary>
    public string ContinuationPrefix { get; init; } = "##";

    /// <summary>A word of more code points than this is unknown; 1 to 1000.</summary>
    public int LongestWord { get; init; } = 100;

    /// <summary>Stands for a word that cannot be made of pieces.</summary>
    public string UnknownToken { get; init; } = "[UNK]";

    /// <summary>Begins every text; a classifier reads its place.</summary>
    public string StartToken { get; init; } = "[CLS]";

    /// <summary>Ends each of the texts.</summary>
    public string SeparatorToken { get; init; } = "[SEP]";

    /// <summary>
    /// Further tokens that are kept whole where a text holds them, if the vocabulary has them; the three above always are.
    /// </summary>
    public IReadOnlyList<string> KeptTokens { get; init; } = ["[PAD]", "[MASK]"];

    /// <summary>Reads the options that stand beside a <c>vocab.txt</c>, as Hugging Face's <c>BertTokenizer</c> and those made after it write them.</summary>
    /// <param name="json">The <c>tokenizer_config.json</c>, in UTF-8. It is not trusted.</param>
    /// <exception cref="InvalidDataException">It is not JSON, or of another tokenizer: the message has the path, the rule and the value.</exception>
    public static WordPieceOptions ReadConfig(ReadOnlyMemory<byte> json)
    {
        using JsonDocument document = TransformerJson.Parse(ConfigFile, json);
        var root = new JsonPlace(ConfigFile, document.RootElement);
        // Refuses what is no object, in which nothing would be found.
        _ = root.Members();
        if (root.Maybe("tokenizer_class") is { } kind && !Classes.Contains(kind.Text()))
            throw kind.Wrong($"must be one of {string.Join(", ", Classes)} for a model with vocab.txt");
        if (root.Maybe("do_basic_tokenize") is { } basic && !basic.Flag())
            throw basic.Wrong("must be true: texts are cut into words first");
        if (root.Maybe("never_split") is { } whole && whole.Items().Any())
            throw whole.Wrong("must be empty: words that are kept whole are only read from tokenizer.json");
        var options = new WordPieceOptions();
        return options with
        {
            LowerCase = root.Maybe("do_lower_case")?.Flag() ?? options.LowerCase,
            StripAccents = root.Maybe("strip_accents")?.Flag(),
            SpaceIdeographs = root.Maybe("tokenize_chinese_chars")?.Flag() ?? options.SpaceIdeographs,
            UnknownToken = Token(root, "unk_token") ?? options.UnknownToken,
            StartToken = Token(root, "cls_token") ?? options.StartToken,
            SeparatorToken = Token(root, "sep_token") ?? options.SeparatorToken,
            KeptTokens =
            [
                Token(root, "pad_token") ?? "[PAD]",
                Token(root, "mask_token") ?? "[MASK]",
                .. root.Maybe("additional_special_tokens")?.Items().Select(Token) ?? [],
            ],
        };
    }

    private static string? Token(JsonPlace root, string name) => root.Maybe(name) is { } token ? Token(token) : null;

    // Written as text, or with how it is looked for.
    private static string Token(JsonPlace token)
    {
        JsonPlace content = token.IsText ? token : token["content"];
        return content.Text().Length > 0 ? content.Text() : throw content.Wrong("must not be empty");
    }
}
