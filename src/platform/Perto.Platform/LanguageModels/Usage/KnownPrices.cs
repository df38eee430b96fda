using System.Collections.Frozen;

namespace Perto.Platform;

/// <summary>
/// Prices as of June 2025, written down from memory and not held against the vendors' pages; <c>docs/language-models.md</c> shows them with this date. Vendors change theirs: the settings win over them.
/// </summary>
internal static class KnownPrices
{
    /// <summary>By <c>provider:model</c>.</summary>
    public static FrozenDictionary<string, ModelPrice> All { get; } = new Dictionary<string, ModelPrice>(StringComparer.OrdinalIgnoreCase)
    {
        ["openai:text-embedding-3-small"] = Tokens(0.02m),
        ["openai:text-embedding-3-large"] = Tokens(0.13m),
        ["openai:text-embedding-ada-002"] = Tokens(0.10m),
        ["openai:gpt-4o"] = Tokens(2.50m, 10.00m),
        ["openai:gpt-4o-mini"] = Tokens(0.15m, 0.60m),
        ["openai:gpt-4.1"] = Tokens(2.00m, 8.00m),
        ["openai:gpt-4.1-mini"] = Tokens(0.40m, 1.60m),
        ["openai:gpt-4.1-nano"] = Tokens(0.10m, 0.40m),
        ["cohere:embed-v4.0"] = Tokens(0.12m),
        ["cohere:embed-english-v3.0"] = Tokens(0.10m),
        ["cohere:embed-multilingual-v3.0"] = Tokens(0.10m),
        ["cohere:rerank-v3.5"] = Searches(2.00m),
        ["cohere:rerank-english-v3.0"] = Searches(2.00m),
        ["cohere:rerank-multilingual-v3.0"] = Searches(2.00m),
        ["cohere:rerank-english-v2.0"] = Searches(2.00m),
        ["cohere:rerank-multilingual-v2.0"] = Searches(2.00m),
        ["jina:jina-reranker-v1-base-en"] = Searches(0.15m),
        ["jina:jina-reranker-v1-turbo-en"] = Searches(0.15m),
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static ModelPrice Tokens(decimal input, decimal? output = null) => new() { InputPerMillion = input, OutputPerMillion = output };

    private static ModelPrice Searches(decimal perThousand) => new() { PerThousandSearches = perThousand };
}
