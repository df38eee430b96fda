namespace Perto.Platform.Tests;

/// <summary>The first rule that applies decides.</summary>
public sealed class AdaptiveRulesTests
{
    [Theory]
    // Few words: not even for those who otherwise always get it.
    [InlineData("why is it late", true, .1, .9, false, RerankRule.ShortQuery)]
    [InlineData("why is the parcel late", false, .99, 0, true, RerankRule.QuestionWords)]
    [InlineData("where is the blue parcel", true, .99, 0, true, RerankRule.PremiumOwner)]
    [InlineData("where is the blue parcel", false, .699, 0, true, RerankRule.WeakRetrieval)]
    [InlineData("where is the blue parcel", false, .7, 0, false, RerankRule.StrongRetrieval)]
    [InlineData("where is the blue parcel", false, .9, .71, true, RerankRule.ComplexOwner)]
    [InlineData("where is the blue parcel", false, .9, .7, false, RerankRule.StrongRetrieval)]
    public void In_their_order(string query, bool premium, double best, double owners, bool reranks, RerankRule rule)
    {
        RerankDecision decision = AdaptiveRules.Decide(new RerankQuery { Text = query, Premium = premium }, QueryShape.Of(query), best, owners);

        Assert.Equal((reranks, rule), (decision.Rerank, decision.Rule));
        Assert.NotEmpty(decision.Reason);
    }
}
