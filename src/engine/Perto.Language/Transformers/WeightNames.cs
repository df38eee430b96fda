namespace Perto.Language;

/// <summary>What the tensors of an architecture are called.</summary>
internal sealed record WeightNames
{
    private const string WordTable = "embeddings.word_embeddings.weight";

    private static readonly string[] Prefixes = ["", "bert.", "roberta.", "electra.", "distilbert.", "model."];

    private readonly string _prefix;
    private readonly bool _distilled;

    private WeightNames(string prefix, bool distilled)
    {
        _prefix = prefix;
        _distilled = distilled;
    }

    public string Words => _prefix + WordTable;

    public string Positions => _prefix + "embeddings.position_embeddings.weight";

    public string TokenTypes => _prefix + "embeddings.token_type_embeddings.weight";

    public string EmbeddingNorm => _prefix + "embeddings.LayerNorm";

    public string Projection => _prefix + "embeddings_project";

    public string Pooler => _prefix + "pooler.dense";

    /// <summary>Finds the prefix that the model's tensors have: it depends on the class that wrote them.</summary>
    /// <exception cref="InvalidDataException">There is no table of tokens under any.</exception>
    public static WeightNames Find(TransformerArchitecture architecture, TensorSet tensors)
    {
        string prefix = Prefixes.FirstOrDefault(prefix => tensors.TryFind(prefix + WordTable, out _)) ?? throw new InvalidDataException(
            $"The model has no tensor '{WordTable}', bare or behind one of {string.Join(", ", Prefixes.Skip(1))}; it has {tensors.NamesTold()}.");
        return new WeightNames(prefix, architecture == TransformerArchitecture.DistilBert);
    }

    public string Query(int layer) => Part(layer, "attention.self.query", "attention.q_lin");

    public string Key(int layer) => Part(layer, "attention.self.key", "attention.k_lin");

    public string Value(int layer) => Part(layer, "attention.self.value", "attention.v_lin");

    public string AttentionOutput(int layer) => Part(layer, "attention.output.dense", "attention.out_lin");

    public string AttentionNorm(int layer) => Part(layer, "attention.output.LayerNorm", "sa_layer_norm");

    public string Expansion(int layer) => Part(layer, "intermediate.dense", "ffn.lin1");

    public string Contraction(int layer) => Part(layer, "output.dense", "ffn.lin2");

    public string OutputNorm(int layer) => Part(layer, "output.LayerNorm", "output_layer_norm");

    private string Part(int layer, string name, string distilledName) =>
        _distilled ? $"{_prefix}transformer.layer.{layer}.{distilledName}" : $"{_prefix}encoder.layer.{layer}.{name}";
}
