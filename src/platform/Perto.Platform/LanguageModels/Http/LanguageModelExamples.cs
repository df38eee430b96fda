namespace Perto.Platform;

/// <summary>Requests and answers of the language models as the document shows them.</summary>
internal static class LanguageModelExamples
{
    public const string Root = "/v1/language-models";

    public const string Providers =
        """
        {
          "items": [
            {
              "name": "openai", "kinds": ["embedding", "chat"], "state": "up",
              "models": [
                { "kind": "embedding", "model": "text-embedding-3-small", "input_micro_usd_per_million": 20000 },
                { "kind": "chat", "model": "gpt-4o-mini", "input_micro_usd_per_million": 150000, "output_micro_usd_per_million": 600000 }
              ],
              "requests_per_minute": 500
            },
            {
              "name": "cohere", "kinds": ["embedding", "reranking"], "missing_setting": "Perto:Cohere:ApiKey",
              "models": [ { "kind": "reranking", "model": "rerank-v3.5", "micro_usd_per_thousand_searches": 2000000 } ]
            }
          ],
          "next_cursor": null
        }
        """;

    public const string Usage =
        """
        {
          "items": [
            {
              "day": "2025-01-31", "provider": "openai", "model": "text-embedding-3-small", "purpose": "embedding", "requests": 12, "texts": 4096,
              "input_tokens": 812345, "output_tokens": 0, "searches": 0, "cost_micro_usd": 16246, "unpriced_requests": 0, "estimated_requests": 0
            }
          ],
          "next_cursor": null
        }
        """;
}
