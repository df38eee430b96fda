using Perto.Language;

namespace Perto.Platform;

/// <summary>An open model that gives vectors, with its tokenizer.</summary>
internal sealed record LocalSentenceModel(SentenceEncoder Encoder, ITextTokenizer Tokenizer, ModelWeights Weights) : ILocalModel
{
    public static LocalSentenceModel Open(ModelFolder folder, WeightPrecision precision, ParallelOptions parallel)
    {
        TransformerConfig config = TransformerConfig.Read(folder.Read("config.json"));
        SentenceEncoderConfig sentences = SentenceEncoderConfig.Read(folder.Find);
        ITextTokenizer tokenizer = folder.Tokenizer(config.Architecture);
        TokenizerFit.Check(tokenizer, config, Math.Min(config.LongestInput, sentences.LongestInput ?? int.MaxValue), pairs: false);
        ModelWeights weights = folder.Weights();
        return new LocalSentenceModel(new SentenceEncoder(TransformerEncoder.Load(config, weights.Tensors, precision, parallel), sentences), tokenizer, weights);
    }
}
