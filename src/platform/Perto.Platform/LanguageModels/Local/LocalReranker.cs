using Perto.Language;

namespace Perto.Platform;

/// <summary>Judges documents by a cross-encoder of files. The model is opened at the first call.</summary>
internal sealed class LocalReranker(LocalModels models, LocalCompute compute, ModelFolder folder, ModelName name) : IReranker
{
    /// <summary>Pairs whose tokens are in memory at once: far more than threads can work on, so that the last of them wait for nothing.</summary>
    private const int BatchSize = 1024;

    public ModelName Model => name;

    public async Task<RerankAnswer> RerankAsync(string query, IReadOnlyList<string> documents, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(query);
        ArgumentNullException.ThrowIfNull(documents);
        LocalCrossModel model = await models.JudgeAsync(folder, cancellationToken);
        var logits = new List<double>(documents.Count);
        long tokens = 0;
        foreach (string[] batch in documents.Chunk(BatchSize))
        {
            LocalModels.RequireUnchanged(folder, model);
            (float[][] judged, long read) = await compute.RunAsync(parallel => Judge(model, query, batch, parallel), cancellationToken);
            foreach (float[] outputs in judged)
            {
                LocalModels.RequireFinite(folder, model, outputs);
                logits.Add(outputs[0]);
            }

            tokens += read;
        }

        return new RerankAnswer(logits.ConvertAll(logit => 1 / (1 + Math.Exp(-logit))), tokens) { Logits = logits };
    }

    private static (float[][] Logits, long Tokens) Judge(LocalCrossModel model, string query, string[] documents, ParallelOptions parallel)
    {
        int queryTokens = model.Tokenizer.Encode(query, [], []);
        TokenizedText[] pairs = Array.ConvertAll(documents, document =>
        {
            parallel.CancellationToken.ThrowIfCancellationRequested();
            return LongTexts.EncodePair(model.Tokenizer, query, queryTokens, document, model.LongestInput);
        });
        return (model.Encoder.Judge(pairs, parallel), pairs.Sum(pair => (long)pair.Ids.Length));
    }
}
