using System.Text.Json;

namespace Perto.Language;

/// <summary>
/// What a sentence encoder does besides running its model, as the files of a <c>sentence-transformers</c> folder tell it. A folder without
/// <c>modules.json</c> is taken to pool by the mean and to normalise.
/// </summary>
public sealed record SentenceEncoderConfig
{
    private const string Modules = "modules.json";
    private const string PoolingMode = "pooling_mode_";
    private const int LongestLimit = 1_000_000;

    // As sentence-transformers looks for them; those that are not the first are of its versions before 2.
    private static readonly string[] LimitFiles =
        ["sentence_bert_config.json", "sentence_roberta_config.json", "sentence_distilbert_config.json", "sentence_camembert_config.json", "sentence_xlm-roberta_config.json"];

    private static readonly char[] Separators = ['\u001C', '\u001D', '\u001E', '\u001F'];

    /// <summary>How tokens become one vector.</summary>
    public Pooling Pooling { get; init; } = Pooling.Mean;

    /// <summary>Whether vectors are brought to length 1.</summary>
    public bool Normalize { get; init; } = true;

    /// <summary>The most tokens of a text, where it is less than what the model can do; null: as many as that.</summary>
    public int? LongestInput { get; init; }

    /// <summary>Whether capital letters become small ones before a text is cut into tokens, whatever the tokenizer does.</summary>
    public bool LowerCase { get; init; }

    /// <summary>What is written before a text, by what the text is: <c>query</c>, <c>passage</c>.</summary>
    public IReadOnlyDictionary<string, string> Prompts { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The prompt of texts of which nothing is said; null: none.</summary>
    public string? DefaultPrompt { get; init; }

    /// <summary>What is written before a question.</summary>
    public string QueryPrompt => Prompt("query");

    /// <summary>What is written before a text that is found.</summary>
    public string DocumentPrompt => Prompt("document", "passage", "corpus");

    /// <summary>A text as it is cut into tokens: behind its prompt, without white space around both, in small letters where the model asks for it.</summary>
    /// <param name="prompt">What is written before it, see <see cref="QueryPrompt"/> and <see cref="DocumentPrompt"/>.</param>
    /// <param name="text">It.</param>
    public string Prepare(string prompt, string text)
    {
        string whole = prompt + text;
        int start = 0, end = whole.Length;
        while (start < end && IsSpace(whole[start]))
            start++;
        while (end > start && IsSpace(whole[end - 1]))
            end--;
        whole = whole[start..end];
        // The one capital letter whose small form is two characters.
        return LowerCase ? whole.Replace("\u0130", "i\u0307", StringComparison.Ordinal).ToLowerInvariant() : whole;
    }

    /// <summary>Reads the files of a folder.</summary>
    /// <param name="file">Gives them.</param>
    /// <exception cref="InvalidDataException">A file is damaged, or asks for something that is not understood; the message says what is.</exception>
    public static SentenceEncoderConfig Read(ModelFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        SentenceEncoderConfig config = WithLimit(WithPrompts(new SentenceEncoderConfig(), file), file);
        return file(Modules) is { } json ? WithModules(config, json, file) : config;
    }

    // The white space of Python's str.strip, with which the models were trained.
    private static bool IsSpace(char c) => char.IsWhiteSpace(c) || Separators.Contains(c);

    private string Prompt(params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (Prompts.TryGetValue(name, out string? prompt))
                return prompt;
        }

        return DefaultPrompt is not null ? Prompts[DefaultPrompt] : "";
    }

    private static SentenceEncoderConfig WithModules(SentenceEncoderConfig config, ReadOnlyMemory<byte> json, ModelFile file)
    {
        using JsonDocument document = TransformerJson.Parse(Modules, json);
        config = config with { Normalize = false };
        bool pools = false;
        int index = 0;
        foreach (JsonPlace module in new JsonPlace(Modules, document.RootElement).Items())
        {
            JsonPlace type = module["type"];
            string name = type.Text();
            name = name[(name.LastIndexOf('.') + 1)..];
            if ((index == 0) != (name == "Transformer"))
                throw type.Wrong("must be Transformer for the first module, and for no other");
            switch (name)
            {
                case "Transformer":
                    if (module["path"].Text().Length > 0)
                        throw module["path"].Wrong("must be empty: the model stands in the folder itself");
                    break;
                case "Pooling" when !pools:
                    pools = true;
                    config = config with { Pooling = ReadPooling(module["path"], file) };
                    break;
                case "Normalize" when pools:
                    config = config with { Normalize = true };
                    break;
                default:
                    throw type.Wrong("must be one of the known modules, in this order: Transformer, Pooling, Normalize");
            }

            index++;
        }

        return pools ? config : throw new InvalidDataException($"{Modules} must have a Pooling module: the model gives a row for each token.");
    }

    private static Pooling ReadPooling(JsonPlace path, ModelFile file)
    {
        string folder = path.Text();
        if (!TransformerJson.IsPlainName(folder))
            throw path.Wrong("must be the name of a folder in the model's folder");
        string name = $"{folder}/config.json";
        using JsonDocument document = TransformerJson.Parse(
            name, file(name) ?? throw new InvalidDataException($"{name} is missing; {Modules} names it."));
        var root = new JsonPlace(name, document.RootElement);
        if (root.Has("include_prompt") && !root["include_prompt"].Flag())
            throw root["include_prompt"].Wrong("must be true: leaving the prompt out of the mean is not understood");
        return root.Has("pooling_mode") ? PoolingOf(root["pooling_mode"]) : PoolingOfFlags(name, root);
    }

    // As sentence-transformers writes it since version 5: a name, or a list of those whose vectors are put one behind the other.
    private static Pooling PoolingOf(JsonPlace mode)
    {
        JsonPlace[] modes = mode.IsArray ? [.. mode.Items()] : [mode];
        if (modes.Length != 1)
            throw mode.Wrong("must be one mode: several at once are not understood");
        return modes[0].Text() switch
        {
            "mean" => Pooling.Mean,
            "cls" => Pooling.FirstToken,
            "max" => Pooling.Max,
            "lasttoken" => Pooling.LastToken,
            _ => throw modes[0].Wrong("must be one of mean, cls, max, lasttoken"),
        };
    }

    private static Pooling PoolingOfFlags(string name, JsonPlace root)
    {
        string[] modes = [.. root.Members().Where(member => member.Name.StartsWith(PoolingMode, StringComparison.Ordinal) && member.Value.Flag()).Select(member => member.Name)];
        return modes switch
        {
            ["pooling_mode_mean_tokens"] => Pooling.Mean,
            ["pooling_mode_cls_token"] => Pooling.FirstToken,
            ["pooling_mode_max_tokens"] => Pooling.Max,
            ["pooling_mode_lasttoken"] => Pooling.LastToken,
            _ => throw new InvalidDataException(
                $"{name} must set one of pooling_mode_mean_tokens, pooling_mode_cls_token, pooling_mode_max_tokens and pooling_mode_lasttoken; it sets {(modes.Length == 0 ? "none" : string.Join(", ", modes))}."),
        };
    }

    private static SentenceEncoderConfig WithLimit(SentenceEncoderConfig config, ModelFile file)
    {
        if (Array.Find(LimitFiles, name => file(name) is not null) is { } name)
        {
            using JsonDocument document = TransformerJson.Parse(name, file(name)!.Value);
            var root = new JsonPlace(name, document.RootElement);
            config = config with
            {
                LowerCase = root.Maybe("do_lower_case")?.Flag() ?? false,
                LongestInput = root.Maybe("max_seq_length")?.WholeNumber(1, LongestLimit),
            };
        }

        return config.LongestInput is null ? config with { LongestInput = TokenizerLimit(file) } : config;
    }

    // A tokenizer without a limit has a very large number.
    private static int? TokenizerLimit(ModelFile file)
    {
        if (file(WordPieceOptions.ConfigFile) is not { } json)
            return null;
        using JsonDocument document = TransformerJson.Parse(WordPieceOptions.ConfigFile, json);
        return new JsonPlace(WordPieceOptions.ConfigFile, document.RootElement).Maybe("model_max_length")?.Number(1, double.MaxValue) is { } limit and <= LongestLimit
            ? (int)limit
            : null;
    }

    private static SentenceEncoderConfig WithPrompts(SentenceEncoderConfig config, ModelFile file)
    {
        const string Name = "config_sentence_transformers.json";
        if (file(Name) is not { } json)
            return config;
        using JsonDocument document = TransformerJson.Parse(Name, json);
        var root = new JsonPlace(Name, document.RootElement);
        if (root.Has("prompts") && !root["prompts"].IsNull)
        {
            var prompts = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach ((string name, JsonPlace prompt) in root["prompts"].Members())
                prompts[name] = prompt.Text();
            config = config with { Prompts = prompts };
        }

        if (!root.Has("default_prompt_name") || root["default_prompt_name"].IsNull)
            return config;
        string standard = root["default_prompt_name"].Text();
        return config.Prompts.ContainsKey(standard)
            ? config with { DefaultPrompt = standard }
            : throw root["default_prompt_name"].Wrong("must be the name of one of the prompts");
    }
}
