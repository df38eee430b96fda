using Perto.Language;

namespace Perto.Platform;

/// <summary>An open model that judges pairs, with its tokenizer.</summary>
internal sealed record LocalCrossModel(CrossEncoder Encoder, ITextTokenizer Tokenizer, ModelWeights Weights) : ILocalModel
{
    /// <summary>The most tokens of a pair, where the model could read more.</summary>
    private const int LongestPair = 512;

    /// <summary>The most tokens of a pair; the longer text of it is cut first.</summary>
    public int LongestInput => LongestInputOf(Encoder.Encoder.Config);

    public static LocalCrossModel Open(ModelFolder folder, WeightPrecision precision, ParallelOptions parallel)
    {
        TransformerConfig config = TransformerConfig.Read(folder.Read("config.json"));
        ITextTokenizer tokenizer = folder.Tokenizer(config.Architecture);
        TokenizerFit.Check(tokenizer, config, LongestInputOf(config), pairs: true);
        ModelWeights weights = folder.Weights();
        CrossEncoder encoder = CrossEncoder.Load(config, weights.Tensors, precision, parallel);
        return encoder.Labels == 1
            ? new LocalCrossModel(encoder, tokenizer, weights)
            : throw new InvalidDataException($"a model that re-ranks must have one label; this one has {encoder.Labels}.");
    }

    private static int LongestInputOf(TransformerConfig config) => Math.Min(LongestPair, config.LongestInput);
}
