namespace Perto.Platform;

/// <summary>Examples of the API document.</summary>
internal static class RerankingExamples
{
    public const string Candidates =
        """
        {
          "query": "why does the parcel take so long to arrive",
          "scope": "messages",
          "owner": "ana",
          "keep": 2,
          "candidates": [
            { "id": "m-3", "text": "My parcel has not come", "score": 0.71 },
            { "id": "m-8", "text": "The parcel takes long because customs holds it", "score": 0.64 },
            { "id": "m-9", "text": "Thanks for the flowers", "score": 0.41 }
          ]
        }
        """;

    public const string Ranked =
        """
        {
          "id": "0194bb1e-3c5f-7a61-9a53-0d6c1a2b3c4d",
          "results": [
            { "id": "m-8", "original_score": 0.64, "rerank_score": 0.97, "original_rank": 2, "new_rank": 1, "rank_change": 1 },
            { "id": "m-3", "original_score": 0.71, "rerank_score": 0.62, "original_rank": 1, "new_rank": 2, "rank_change": -1 }
          ],
          "decision": { "rerank": true, "rule": "question_words", "reason": "the query asks 'why'" },
          "order": "reranked",
          "propensity": 0.8,
          "retrieval_time_ms": 0,
          "rerank_time_ms": 41.7,
          "total_time_ms": 43.2,
          "retrieval_count": 3,
          "reranked_count": 3,
          "filtered_count": 0,
          "avg_rerank_score": 0.795,
          "rank_changes": { "up": 1, "down": 1, "same": 0, "positions": 2 },
          "profile": "development",
          "provider": "local",
          "model": "ms-marco-MiniLM-L-6-v2",
          "degraded": false
        }
        """;

    public const string Feedback = """{ "id": "0194bb1e-3c5f-7a61-9a53-0d6c1a2b3c4d", "used": ["m-8"] }""";

    public const string Learnt =
        """
        {
          "counted": true,
          "advantage": 0.37,
          "gate": {
            "scope": "messages", "model": "local:ms-marco-MiniLM-L-6-v2", "state": "learning", "feedbacks": 1, "advantage": 0.23, "harm": 0, "help": 0,
            "exploration": 0.2, "closures": 0
          }
        }
        """;

    public const string Status =
        """
        {
          "profile": "development", "provider": "local", "model": "ms-marco-MiniLM-L-6-v2", "usable": true, "retrieve": 20, "keep": 5, "depth": 20,
          "threshold": 0.5, "adaptive": true,
          "gates": [
            {
              "scope": "messages", "model": "local:ms-marco-MiniLM-L-6-v2", "state": "off", "feedbacks": 120, "advantage": -0.21, "harm": 1.02, "help": 0,
              "exploration": 1, "closures": 1, "retry_at": "2025-02-07T18:30:00.123456Z"
            }
          ]
        }
        """;

    public const string JinaRequest =
        """
        { "model": "jina-reranker-v1-turbo-en", "query": "why is the sky blue", "documents": ["Grass is green", { "text": "The sky is blue because air scatters light" }], "top_n": 1 }
        """;

    public const string JinaAnswer =
        """
        {
          "model": "local:ms-marco-MiniLM-L-6-v2", "object": "list", "usage": { "total_tokens": 31 },
          "results": [ { "index": 1, "relevance_score": 0.98, "document": { "text": "The sky is blue because air scatters light" } } ]
        }
        """;

    public const string CohereRequest =
        """
        { "model": "rerank-english-v2.0", "query": "why is the sky blue", "documents": ["Grass is green", "The sky is blue because air scatters light"], "top_n": 1 }
        """;

    public const string CohereAnswer =
        """
        {
          "id": "0194bb1e-3c5f-7a61-9a53-0d6c1a2b3c4d", "results": [ { "index": 1, "relevance_score": 0.98 } ],
          "meta": { "api_version": { "version": "2" }, "billed_units": { "search_units": 1 } }
        }
        """;

    public const string PlainRequest = """{ "query": "why is the sky blue", "documents": ["Grass is green", "The sky is blue because air scatters light"], "top_k": 1 }""";

    public const string PlainAnswer = """{ "results": [ { "document": "The sky is blue because air scatters light", "score": 0.98 } ] }""";
}
