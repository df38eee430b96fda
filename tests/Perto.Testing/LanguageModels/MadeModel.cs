using System.Text;
using Perto.Language;
using Perto.Numerics;

namespace Perto.Testing;

/// <summary>A small model with made weights: its config and its tensors as files have them.</summary>
public sealed record MadeModel
{
    public static readonly ParallelOptions OneThread = new() { MaxDegreeOfParallelism = 1 };

    public required string ModelType { get; init; }

    public required string Prefix { get; init; }

    public required string Dense { get; init; }

    public required string Output { get; init; }

    public int Hidden { get; init; } = 32;

    public int Heads { get; init; } = 4;

    public int Inner { get; init; } = 64;

    public int Layers { get; init; } = 2;

    public int? Embedding { get; init; }

    public int Types { get; init; } = 2;

    public int Vocabulary { get; init; } = 60;

    public int Positions { get; init; } = 40;

    public string Epsilon { get; init; } = "1e-12";

    public string Activation { get; init; } = "gelu";

    public int Labels { get; init; } = 1;

    public bool IsDistilled => ModelType == "distilbert";

    public static MadeModel Bert { get; } = new() { ModelType = "bert", Prefix = "bert.", Dense = "bert.pooler.dense", Output = "classifier" };

    /// <summary>The models of <c>Golden/reference.py</c>, by the name of their file.</summary>
    public static MadeModel Of(string name) => name switch
    {
        "bert" => Bert,
        "bert-odd" => Bert with
        {
            Prefix = "",
            Dense = "pooler.dense",
            Hidden = 26,
            Heads = 2,
            Inner = 50,
            Layers = 1,
            Epsilon = "1e-6",
            Activation = "gelu_new",
            Labels = 3,
        },
        "electra" => new() { ModelType = "electra", Prefix = "electra.", Dense = "classifier.dense", Output = "classifier.out_proj", Embedding = 16, Labels = 2 },
        "xlm-roberta" => new()
        {
            ModelType = "xlm-roberta",
            Prefix = "roberta.",
            Dense = "classifier.dense",
            Output = "classifier.out_proj",
            Types = 1,
            Epsilon = "1e-05",
        },
        "distilbert" => new() { ModelType = "distilbert", Prefix = "distilbert.", Dense = "pre_classifier", Output = "classifier", Types = 0 },
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "a model of Golden"),
    };

    public string ConfigText => IsDistilled
        ? $$"""{"model_type":"distilbert","dim":{{Hidden}},"n_layers":{{Layers}},"n_heads":{{Heads}},"hidden_dim":{{Inner}},"activation":"{{Activation}}","vocab_size":{{Vocabulary}},"max_position_embeddings":{{Positions}}}"""
        : $$"""
        {"model_type":"{{ModelType}}","hidden_size":{{Hidden}},"embedding_size":{{Embedding ?? Hidden}},"num_hidden_layers":{{Layers}},"num_attention_heads":{{Heads}},
        "intermediate_size":{{Inner}},"hidden_act":"{{Activation}}","layer_norm_eps":{{Epsilon}},"vocab_size":{{Vocabulary}},"max_position_embeddings":{{Positions}},
        "type_vocab_size":{{Types}},"pad_token_id":{{(ModelType == "xlm-roberta" ? 1 : 0)}},"position_embedding_type":"absolute","classifier_dropout":null}
        """;

    public TransformerConfig Config => TransformerConfig.Read(Encoding.UTF8.GetBytes(ConfigText));

    /// <summary>The names and shapes of all tensors.</summary>
    public IEnumerable<(string Name, long[] Shape)> Tensors()
    {
        int embedding = Embedding ?? Hidden;
        yield return (Prefix + "embeddings.word_embeddings.weight", [Vocabulary, embedding]);
        yield return (Prefix + "embeddings.position_embeddings.weight", [Positions, embedding]);
        if (Types > 0)
            yield return (Prefix + "embeddings.token_type_embeddings.weight", [Types, embedding]);
        var parts = new List<(string Name, int Outputs, int Inputs)> { (Prefix + "embeddings.LayerNorm", embedding, 0) };
        if (embedding != Hidden)
            parts.Add((Prefix + "embeddings_project", Hidden, embedding));
        for (int i = 0; i < Layers; i++)
        {
            string layer = IsDistilled ? $"{Prefix}transformer.layer.{i}." : $"{Prefix}encoder.layer.{i}.";
            string[] names = IsDistilled
                ? ["attention.q_lin", "attention.k_lin", "attention.v_lin", "attention.out_lin", "sa_layer_norm", "ffn.lin1", "ffn.lin2", "output_layer_norm"]
                : ["attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense", "attention.output.LayerNorm",
                    "intermediate.dense", "output.dense", "output.LayerNorm"];
            for (int square = 0; square < 4; square++)
                parts.Add((layer + names[square], Hidden, Hidden));
            parts.Add((layer + names[4], Hidden, 0));
            parts.Add((layer + names[5], Inner, Hidden));
            parts.Add((layer + names[6], Hidden, Inner));
            parts.Add((layer + names[7], Hidden, 0));
        }

        parts.Add((Dense, Hidden, Hidden));
        parts.Add((Output, Labels, Hidden));
        foreach ((string name, int outputs, int inputs) in parts)
        {
            yield return (name + ".weight", inputs == 0 ? [outputs] : [outputs, inputs]);
            yield return (name + ".bias", [outputs]);
        }
    }

    public TensorSet Weights(string type = "F32") => new(Read(SafetensorsWriter.Write(Tensors(), type)));

    public TransformerEncoder Encoder(WeightPrecision precision = WeightPrecision.Float32, string type = "F32") =>
        TransformerEncoder.Load(Config, Weights(type), precision, OneThread);

    /// <summary>The tensors of a file that lies in memory of its own.</summary>
    public static unsafe IReadOnlyList<Tensor> Read(byte[] file, string name = "model.safetensors")
    {
        var memory = new PinnedBlock(file.Length);
        file.CopyTo(new Span<byte>(memory.Pointer, file.Length));
        return SafetensorsFile.Read(name, memory.Pointer, file.Length, memory);
    }

    /// <summary>Made tokens of a text.</summary>
    public TokenizedText Text(int length, int seed)
    {
        var random = new Random(seed);
        return Text([.. Enumerable.Range(0, length).Select(_ => random.Next(Vocabulary))], [.. Enumerable.Range(0, length).Select(i => Types == 2 && i > length / 2 ? 1 : 0)]);
    }

    public static TokenizedText Text(int[] ids, int[] types) =>
        new() { Ids = ids, TypeIds = types, Ranges = new TextRange[ids.Length], UncutLength = ids.Length };
}
