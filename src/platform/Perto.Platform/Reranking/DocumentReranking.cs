namespace Perto.Platform;

/// <summary>Judges documents in the wire formats: what a caller asks for is done or refused, without rules, gate or threshold.</summary>
internal sealed class DocumentReranking(RerankModels models, RerankCalls calls, IdGenerator ids)
{
    /// <summary>The most documents of a request.</summary>
    public const int MaxDocuments = 1_000;

    // What a token is, only the model's own tokenizer knows.
    private const int CharactersOfToken = 4;

    // Cohere's unit: a query with up to a hundred documents.
    private const int DocumentsOfSearchUnit = 100;

    /// <summary>In Jina's words.</summary>
    /// <exception cref="InvalidValueException">The request breaks a rule.</exception>
    /// <exception cref="RerankerMissingException">There is no model.</exception>
    /// <exception cref="DependencyException">The model's service does not answer.</exception>
    public async Task<JinaRerankAnswer> AnswerAsync(TenantId tenant, JinaRerankRequest request, CancellationToken cancellationToken)
    {
        string[] documents = [.. request.Documents.Select(document => document.Text)];
        (RerankModel model, RerankAnswer answer) = await AskAsync(tenant, request.Model, request.Query, documents, "documents", request.TopN, "top_n", cancellationToken);
        return new JinaRerankAnswer
        {
            Model = model.Name.ToString(),
            Usage = new JinaUsage(answer.Tokens ?? EstimateTokens(request.Query, documents)),
            Results = [.. Best(answer, request.TopN).Select(index => new JinaRerankResult
            {
                Index = index,
                RelevanceScore = answer.Scores[index],
                Document = request.ReturnDocuments == false ? null : new RerankDocument(documents[index]),
            })],
        };
    }

    /// <inheritdoc cref="AnswerAsync(TenantId, JinaRerankRequest, CancellationToken)"/>
    /// <summary>In Cohere's words.</summary>
    public async Task<CohereRerankAnswer> AnswerAsync(TenantId tenant, CohereRerankRequest request, CancellationToken cancellationToken)
    {
        if (request.MaxTokensPerDoc is < 1)
            throw InvalidValueException.OutOfRange("max_tokens_per_doc", request.MaxTokensPerDoc.Value, 1, int.MaxValue);
        string[] documents = [.. request.Documents.Select(document => Cut(document.Text, request.MaxTokensPerDoc))];
        (_, RerankAnswer answer) = await AskAsync(tenant, request.Model, request.Query, documents, "documents", request.TopN, "top_n", cancellationToken);
        return new CohereRerankAnswer
        {
            Id = ids.NewId(),
            Results = [.. Best(answer, request.TopN).Select(index => new CohereRerankResult(index, answer.Scores[index]))],
            Meta = new CohereMeta(new CohereApiVersion("2"), new CohereBilledUnits((documents.Length + DocumentsOfSearchUnit - 1) / DocumentsOfSearchUnit)),
        };
    }

    /// <inheritdoc cref="AnswerAsync(TenantId, JinaRerankRequest, CancellationToken)"/>
    /// <summary>In the simple form.</summary>
    public async Task<SimpleRerankAnswer> AnswerSimplyAsync(
        TenantId tenant, PlainRerankRequest request, IReadOnlyList<string> documents, CancellationToken cancellationToken)
    {
        (_, RerankAnswer answer) = await AskAsync(tenant, name: null, request.Query, documents, "documents", request.TopK, "top_k", cancellationToken);
        return new SimpleRerankAnswer([.. Best(answer, request.TopK ?? PlainRerankRequest.DefaultTopK).Select(index => new SimpleRerankResult(documents[index], answer.Scores[index]))]);
    }

    /// <inheritdoc cref="AnswerAsync(TenantId, JinaRerankRequest, CancellationToken)"/>
    /// <summary>In the words of Text Embeddings Inference.</summary>
    public async Task<IReadOnlyList<TextRank>> AnswerTextsAsync(
        TenantId tenant, PlainRerankRequest request, IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        (_, RerankAnswer answer) = await AskAsync(tenant, name: null, request.Query, texts, "texts", top: null, "top_k", cancellationToken);
        return
        [
            .. Best(answer, top: null).Select(index => new TextRank(
                index,
                request.RawScores == true ? answer.Logits?[index] ?? Logit(answer.Scores[index]) : answer.Scores[index],
                request.ReturnText == true ? texts[index] : null)),
        ];
    }

    private async Task<(RerankModel Model, RerankAnswer Answer)> AskAsync(
        TenantId tenant, string? name, string query, IReadOnlyList<string> documents, string field, int? top, string topField, CancellationToken cancellationToken)
    {
        RerankQuery.CheckText("query", query, RerankQuery.MaxTextLength);
        if (top is < 1)
            throw InvalidValueException.OutOfRange(topField, top.Value, 1, int.MaxValue);
        if (documents.Count is 0 or > MaxDocuments)
            throw InvalidValueException.OutOfRange(field, documents.Count, 1, MaxDocuments);
        for (int i = 0; i < documents.Count; i++)
        {
            if (documents[i].Length > RerankedSearch.MaxCandidateLength)
                throw InvalidValueException.OutOfRange($"{field}[{i}]", documents[i].Length, 0, RerankedSearch.MaxCandidateLength);
        }
        RerankModel model = models.Of(name);
        return model.Reranker is null
            ? throw new RerankerMissingException(model.Problem)
            : (model, await calls.AskAsync(tenant, model, query, documents, cancellationToken));
    }

    private static IEnumerable<int> Best(RerankAnswer answer, int? top) => Enumerable.Range(0, answer.Scores.Count)
        .OrderByDescending(index => answer.Logits?[index] ?? answer.Scores[index])
        .ThenBy(index => index)
        .Take(top ?? int.MaxValue);

    private static long EstimateTokens(string query, string[] documents) =>
        documents.Sum(document => (long)(document.Length + query.Length + CharactersOfToken - 1) / CharactersOfToken);

    private static string Cut(string text, int? tokens)
    {
        if (tokens is not { } most || text.Length <= (long)most * CharactersOfToken)
            return text;
        int length = most * CharactersOfToken;
        return text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
    }

    private static double Logit(double score)
    {
        const double Sure = 1e-9;
        double inside = Math.Clamp(score, Sure, 1 - Sure);
        return Math.Log(inside / (1 - inside));
    }
}
