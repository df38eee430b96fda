using Microsoft.Extensions.Logging;

namespace Perto.Platform;

/// <summary>Asks re-rankers: counts how they do, and holds their answers against what they promise.</summary>
internal sealed class RerankCalls(LanguageModels models, Dependencies dependencies, RerankMetrics metrics, TimeProvider clock, ILogger<RerankCalls> logger)
{
    /// <summary>By what an answer says that it had to do without a re-ranker that is no service outside of the process.</summary>
    public const string Name = "re-ranker";

    private const string Fallback = "retrieval_order";

    // What calls are counted for.
    private const string Purpose = "reranking";

    // Its score is 0 to eight places.
    private const double LogitOfNothing = -20;

    // The model's service is to be late before its caller is, so that the breaker sees it; the rest is for the way back.
    private const double ShareOfService = .95;

    /// <summary>Asks for an answer that must come.</summary>
    /// <exception cref="DependencyException">The re-ranker's service does not answer, or its answer is none.</exception>
    public async Task<RerankAnswer> AskAsync(
        TenantId tenant, RerankModel model, string query, IReadOnlyList<string> documents, CancellationToken cancellationToken)
    {
        long started = clock.GetTimestamp();
        bool success = false;
        try
        {
            RerankAnswer answer = await JudgeAsync(tenant, model, query, documents, cancellationToken);
            if (ProblemOf(answer, documents.Count) is { } problem)
                throw new DependencyException(model.Name.Provider, $"gave an answer that is none: {problem}", "Check the model and its address");
            success = true;
            return answer;
        }
        finally
        {
            if (success || !cancellationToken.IsCancellationRequested)
                metrics.Called(model.Name, documents.Count, success, clock.GetElapsedTime(started));
        }
    }

    /// <summary>Asks for an answer that can be done without: it has a deadline, and a failure is noted and no exception.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task<RerankCall> TryAsync(
        TenantId tenant, RerankModel model, string query, IReadOnlyList<string> documents, TimeSpan deadline, CancellationToken cancellationToken)
    {
        long started = clock.GetTimestamp();
        using var time = new CancellationTokenSource(deadline, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(time.Token, cancellationToken);
        CallDeadline.Begin(clock, deadline * ShareOfService);
        try
        {
            // A model of this process may look at its token late.
            RerankAnswer answer = await JudgeAsync(tenant, model, query, documents, both.Token).WaitAsync(both.Token);
            TimeSpan elapsed = clock.GetElapsedTime(started);
            if (ProblemOf(answer, documents.Count) is { } problem)
                return Failed(model, documents.Count, $"its answer is none: {problem}", elapsed, exception: null);
            metrics.Called(model.Name, documents.Count, success: true, elapsed);
            return new RerankCall(answer.Scores, Problem: null, elapsed);
        }
        catch (OperationCanceledException) when (time.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return Failed(model, documents.Count, $"it did not answer within {deadline.TotalMilliseconds:0} ms", clock.GetElapsedTime(started), exception: null);
        }
        catch (Exception failed) when (failed is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // Whatever it is, the retrieval has an answer.
            return Failed(model, documents.Count, failed.Message, clock.GetElapsedTime(started), failed);
        }
    }

    // Services refuse texts that are blank, and one of them is no reason to do without all scores.
    private async Task<RerankAnswer> JudgeAsync(TenantId tenant, RerankModel model, string query, IReadOnlyList<string> documents, CancellationToken cancellationToken)
    {
        IReranker reranker = models.For(tenant, Purpose).Reranker(model.Name);
        int[] written = [.. Enumerable.Range(0, documents.Count).Where(place => !string.IsNullOrWhiteSpace(documents[place]))];
        if (written.Length == documents.Count)
            return await reranker.RerankAsync(query, documents, cancellationToken);
        if (written.Length == 0)
            return new RerankAnswer(new double[documents.Count], Tokens: 0);
        RerankAnswer answer = await reranker.RerankAsync(query, [.. written.Select(place => documents[place])], cancellationToken);
        return answer.Scores.Count == written.Length ? Spread(answer, written, documents.Count) : answer;
    }

    // Blank texts score 0 and stand last.
    private static RerankAnswer Spread(RerankAnswer answer, int[] places, int documents)
    {
        double[] scores = new double[documents];
        foreach ((int at, int place) in places.Index())
            scores[place] = answer.Scores[at];
        if (answer.Logits is not { } given)
            return answer with { Scores = scores };
        double[] logits = new double[documents];
        Array.Fill(logits, Math.Min(LogitOfNothing, given.Min()));
        foreach ((int at, int place) in places.Index())
            logits[place] = given[at];
        return answer with { Scores = scores, Logits = logits };
    }

    private RerankCall Failed(RerankModel model, int documents, string problem, TimeSpan elapsed, Exception? exception)
    {
        metrics.Called(model.Name, documents, success: false, elapsed);
        RerankLog.Failed(logger, model.Name.ToString(), problem, exception is PertoException ? null : exception);
        if (exception is not null)
            dependencies.FellBack(exception, Fallback);
        DegradedRequest.Note(Name);
        return new RerankCall(Scores: null, problem, elapsed);
    }

    private static string? ProblemOf(RerankAnswer answer, int documents)
    {
        if (answer.Scores.Count != documents)
            return $"{answer.Scores.Count} scores for {documents} documents";
        foreach (double score in answer.Scores)
        {
            if (!(score is >= 0 and <= 1))
                return $"a score of {score}, where 0..1 is allowed";
        }
        return null;
    }
}
