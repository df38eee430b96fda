namespace Perto.Platform;

/// <summary>
/// Judges documents by a service: as many requests as its limits need, one after the other, put together in order. Splitting changes nothing with models
/// that judge a document by itself, as cross-encoders do; those that read them side by side judge each request for itself. Safe for use by many threads.
/// </summary>
internal sealed class RemoteReranker(IRemoteReranker reranker, ModelRate rate) : IReranker
{
    public ModelName Model => reranker.Model;

    public async Task<RerankAnswer> RerankAsync(string query, IReadOnlyList<string> documents, CancellationToken cancellationToken = default)
    {
        RemoteTexts.Checked([query], nameof(query));
        RemoteTexts.Checked(documents, nameof(documents));
        List<RerankAnswer> parts = [];
        foreach (IReadOnlyList<string> part in RemoteTexts.Split(documents, await reranker.MostDocumentsAsync(cancellationToken), reranker.MostBytes))
            parts.Add(await JudgeAsync(query, part, cancellationToken));
        return new RerankAnswer([.. parts.SelectMany(part => part.Scores)], parts.TrueForAll(part => part.Tokens is not null) ? parts.Sum(part => part.Tokens) : null)
        {
            Logits = parts.TrueForAll(part => part.Logits is not null) ? [.. parts.SelectMany(part => part.Logits!)] : null,
            Searches = parts.TrueForAll(part => part.Searches is not null) ? parts.Sum(part => part.Searches) : null,
        };
    }

    private async Task<RerankAnswer> JudgeAsync(string query, IReadOnlyList<string> part, CancellationToken cancellationToken)
    {
        // The query is read with each document.
        ModelWork sent = new(part.Count, OutputTokens: 0) { Sent = RemoteTexts.Tokens(part) + (part.Count * RemoteTexts.Tokens([query])) };
        ModelRequest request = new(rate, sent);
        RerankAnswer answer = await reranker.RerankAsync(query, part, request, cancellationToken);
        request.Answered(answer.Tokens);
        ModelCall.Count(sent with { InputTokens = answer.Tokens, Searches = answer.Searches });
        return answer;
    }
}
