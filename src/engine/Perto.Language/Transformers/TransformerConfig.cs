using System.Text.Json;
using Perto.Numerics;

namespace Perto.Language;

/// <summary>The shape of a model, as its <c>config.json</c> tells it.</summary>
public sealed record TransformerConfig
{
    private const string File = "config.json";
    private const int MostSize = 65_536;
    private const int MostHidden = 16_384;
    private const int MostLayers = 1_000;
    private const int MostVocabulary = 100_000_000;

    /// <summary>What kind of encoder it is.</summary>
    public required TransformerArchitecture Architecture { get; init; }

    /// <summary>Values of a token between layers.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Values of a token in the embedding tables: <see cref="HiddenSize"/> but in ELECTRA.</summary>
    public required int EmbeddingSize { get; init; }

    /// <summary>Layers.</summary>
    public required int Layers { get; init; }

    /// <summary>Heads of attention in a layer; <see cref="HiddenSize"/> is a multiple.</summary>
    public required int Heads { get; init; }

    /// <summary>Values of a token inside of a layer's feed-forward part.</summary>
    public required int IntermediateSize { get; init; }

    /// <summary>Rows of the table of tokens.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>Rows of the table of positions.</summary>
    public required int Positions { get; init; }

    /// <summary>Rows of the table of token types; 0 where there is none.</summary>
    public required int TokenTypes { get; init; }

    /// <summary>What layer normalisation adds to the variance.</summary>
    public required float Epsilon { get; init; }

    /// <summary>The function inside of the feed-forward part.</summary>
    public required Activation Activation { get; init; }

    /// <summary>The position of the first token: 0, or one more than the id of padding.</summary>
    public required int FirstPosition { get; init; }

    /// <summary>The most tokens of a text.</summary>
    public int LongestInput => Positions - FirstPosition;

    /// <summary>Reads the file.</summary>
    /// <param name="json">Its content.</param>
    /// <exception cref="InvalidDataException">It is missing something, or describes a model that is not understood; the message says what is.</exception>
    public static TransformerConfig Read(ReadOnlyMemory<byte> json)
    {
        using JsonDocument document = TransformerJson.Parse(File, json);
        var root = new JsonPlace(File, document.RootElement);
        TransformerArchitecture architecture = ArchitectureOf(root["model_type"]);
        if (Given(root, "position_embedding_type", out JsonPlace kind))
            kind.MustBe("absolute");
        if (Given(root, "is_decoder", out JsonPlace decoder) && decoder.Flag())
            throw decoder.Wrong("must be false: only encoders are understood");
        TransformerConfig config = architecture == TransformerArchitecture.DistilBert ? Distilled(root) : Full(root, architecture);
        if (config.HiddenSize % config.Heads != 0)
            throw new InvalidDataException($"{File}: the hidden size must be a multiple of the heads; they are {config.HiddenSize} and {config.Heads}.");
        return config.LongestInput > 0
            ? config
            : throw new InvalidDataException($"{File}: there must be positions for a token; max_position_embeddings is {config.Positions}, the first is {config.FirstPosition}.");
    }

    private static TransformerConfig Full(JsonPlace root, TransformerArchitecture architecture)
    {
        int hidden = root["hidden_size"].WholeNumber(1, MostHidden);
        return new TransformerConfig
        {
            Architecture = architecture,
            HiddenSize = hidden,
            EmbeddingSize = architecture == TransformerArchitecture.Electra && Given(root, "embedding_size", out JsonPlace size) ? size.WholeNumber(1, MostHidden) : hidden,
            Layers = root["num_hidden_layers"].WholeNumber(1, MostLayers),
            Heads = root["num_attention_heads"].WholeNumber(1, MostSize),
            IntermediateSize = root["intermediate_size"].WholeNumber(1, MostSize),
            VocabularySize = root["vocab_size"].WholeNumber(1, MostVocabulary),
            Positions = root["max_position_embeddings"].WholeNumber(1, MostVocabulary),
            TokenTypes = Given(root, "type_vocab_size", out JsonPlace types) ? types.WholeNumber(0, MostSize) : 2,
            Epsilon = Given(root, "layer_norm_eps", out JsonPlace epsilon) ? (float)epsilon.Number(0, 1) : 1e-12f,
            Activation = Given(root, "hidden_act", out JsonPlace activation) ? ActivationOf(activation) : Activation.Gelu,
            FirstPosition = architecture != TransformerArchitecture.Roberta ? 0
                : 1 + (Given(root, "pad_token_id", out JsonPlace padding) ? padding.WholeNumber(0, MostVocabulary) : 1),
        };
    }

    private static TransformerConfig Distilled(JsonPlace root)
    {
        int hidden = root["dim"].WholeNumber(1, MostHidden);
        return new TransformerConfig
        {
            Architecture = TransformerArchitecture.DistilBert,
            HiddenSize = hidden,
            EmbeddingSize = hidden,
            Layers = root["n_layers"].WholeNumber(1, MostLayers),
            Heads = root["n_heads"].WholeNumber(1, MostSize),
            IntermediateSize = root["hidden_dim"].WholeNumber(1, MostSize),
            VocabularySize = root["vocab_size"].WholeNumber(1, MostVocabulary),
            Positions = root["max_position_embeddings"].WholeNumber(1, MostVocabulary),
            TokenTypes = 0,
            Epsilon = 1e-12f,
            Activation = Given(root, "activation", out JsonPlace activation) ? ActivationOf(activation) : Activation.Gelu,
            FirstPosition = 0,
        };
    }

    private static TransformerArchitecture ArchitectureOf(JsonPlace type) => type.Text() switch
    {
        "bert" => TransformerArchitecture.Bert,
        "electra" => TransformerArchitecture.Electra,
        "roberta" or "xlm-roberta" or "camembert" => TransformerArchitecture.Roberta,
        "distilbert" => TransformerArchitecture.DistilBert,
        _ => throw type.Wrong("must be one of the known architectures: bert, electra, roberta, xlm-roberta, camembert, distilbert"),
    };

    private static Activation ActivationOf(JsonPlace name) => name.Text() switch
    {
        "gelu" => Activation.Gelu,
        "gelu_new" or "gelu_pytorch_tanh" or "gelu_fast" => Activation.GeluTanh,
        "relu" => Activation.Relu,
        _ => throw name.Wrong("must be one of the known activations: gelu, gelu_new, gelu_pytorch_tanh, gelu_fast, relu"),
    };

    // What is written as null is as good as left out.
    private static bool Given(JsonPlace root, string name, out JsonPlace place)
    {
        place = root.Has(name) ? root[name] : default;
        return root.Has(name) && !place.IsNull;
    }
}
