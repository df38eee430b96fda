namespace Perto.Platform;

/// <summary>Counts what a re-ranker takes, to the caller.</summary>
internal sealed class MeteredReranker(IReranker inner, ModelName model, ModelCaller caller, ModelUsage usage) : IReranker
{
    public ModelName Model => inner.Model;

    public async Task<RerankAnswer> RerankAsync(string query, IReadOnlyList<string> documents, CancellationToken cancellationToken = default)
    {
        await usage.RequireAsync(model, caller, LanguageModelKind.Reranking, cancellationToken);
        ModelCall call = ModelCall.Begin();
        RerankAnswer? answer = null;
        try
        {
            return answer = await inner.RerankAsync(query, documents, cancellationToken);
        }
        finally
        {
            IReadOnlyList<ModelWork> requests = call.Requests is { Count: > 0 } counted ? counted
                : answer is { Scores.Count: > 0 } ? [new ModelWork(answer.Scores.Count, answer.Tokens, OutputTokens: 0, answer.Searches)]
                : [];
            foreach (ModelWork request in requests)
                usage.Record(model, caller, LanguageModelKind.Reranking, request);
        }
    }
}
