namespace Perto.Recommendations;

/// <summary>A rule of the house: what must not be shown, what is lifted or lowered.</summary>
public interface IRule<in TContext, TItem>
    where TItem : class, ICatalogueItem
{
    /// <summary>Name in explanations, in snake_case.</summary>
    string Name { get; }

    /// <summary>What the rule does with one candidate. Called before ranking, so that nothing is ranked that cannot be shown.</summary>
    RuleEffect Judge(TContext context, CandidateSet<TItem> candidates, int candidate);
}
