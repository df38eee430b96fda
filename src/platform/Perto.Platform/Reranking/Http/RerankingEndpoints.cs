using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Perto.Platform;

/// <summary>The HTTP API of re-ranking, under <c>/v1/reranking</c>.</summary>
internal static class RerankingEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/rank", RankAsync)
            .Documented(
                "rankCandidates",
                "Puts candidates of a retrieval in order",
                "Decides whether that pays, asks the re-ranker, leaves out what is of little use, and says what it did. Where the re-ranker fails or is too slow the order of the retrieval is answered, and marked.")
            .WithExample("/v1/reranking/rank", RerankingExamples.Candidates, RerankingExamples.Ranked);
        api.MapPost("/feedback", LearnAsync)
            .Documented(
                "sendRerankingFeedback",
                "Says which results of an answer were of use",
                "What feedback teaches of a model in a scope switches it off there while it harms. Only the first feedback for an answer counts.")
            .MayAnswerProblem("not_found")
            .WithExample("/v1/reranking/feedback", RerankingExamples.Feedback, RerankingExamples.Learnt);
        api.MapGet("/status", StatusAsync)
            .Documented("getRerankingStatus", "The profile in use, and what feedback taught", "With the gate of each model and scope that got feedback, the latest first.")
            .WithExample("/v1/reranking/status", answer: RerankingExamples.Status);
    }

    private static Task<RerankReport> RankAsync(HttpContext http, LocalReranking reranking, RerankRequest request, CancellationToken cancellationToken) =>
        reranking.For(http.Tenant()).RankAsync(request, cancellationToken);

    private static Task<RerankFeedbackReport> LearnAsync(HttpContext http, LocalReranking reranking, RerankFeedback feedback, CancellationToken cancellationToken) =>
        reranking.For(http.Tenant()).LearnAsync(feedback, cancellationToken);

    private static Task<RerankingStatus> StatusAsync(HttpContext http, LocalReranking reranking, CancellationToken cancellationToken) =>
        reranking.For(http.Tenant()).StatusAsync(cancellationToken);
}
