using System.Globalization;

namespace Perto.Platform;

/// <summary>Decides by the query, its candidates and its owner whether re-ranking pays.</summary>
internal static class AdaptiveRules
{
    /// <summary>A query with fewer words says too little to be judged by.</summary>
    public const int FewestWords = 5;

    /// <summary>A best score of the retrieval under this one is a weak retrieval.</summary>
    public const double StrongScore = .7;

    /// <summary>Queries whose mean complexity is greater are complex.</summary>
    public const double ComplexQueries = .7;

    /// <summary>The first rule that applies.</summary>
    /// <param name="query">The query.</param>
    /// <param name="shape">What it looks like.</param>
    /// <param name="bestScore">The highest score of the retrieval.</param>
    /// <param name="ownersComplexity">Mean complexity of the owner's latest queries; null without an owner.</param>
    public static RerankDecision Decide(RerankQuery query, QueryShape shape, double bestScore, double? ownersComplexity)
    {
        if (shape.Words.Count < FewestWords)
            return new(false, RerankRule.ShortQuery, Say($"the query has {shape.Words.Count} words, fewer than {FewestWords}"));
        if (shape.Asked is { Phrase: var phrase })
            return new(true, RerankRule.QuestionWords, $"the query asks '{phrase}'");
        if (query.Premium)
            return new(true, RerankRule.PremiumOwner, "the owner is a premium owner");
        if (bestScore < StrongScore)
            return new(true, RerankRule.WeakRetrieval, Say($"the best score of the retrieval is {bestScore:0.###}, under {StrongScore}"));
        if (ownersComplexity is { } complexity && complexity > ComplexQueries)
            return new(true, RerankRule.ComplexOwner, Say($"the owner's queries have a mean complexity of {complexity:0.##}, over {ComplexQueries}"));
        return new(false, RerankRule.StrongRetrieval, Say($"the best score of the retrieval is {bestScore:0.###}, and nothing else asks for it"));
    }

    private static string Say(FormattableString words) => words.ToString(CultureInfo.InvariantCulture);
}
