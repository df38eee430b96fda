using Perto.Recommendations;

namespace Perto.Streaming;

/// <summary>Tells of the titles whose place somebody fixed. Where they stand is the business of the rows.</summary>
public sealed class PinnedPlace : IRule<HomeContext, Title>
{
    /// <inheritdoc/>
    public string Name => "pinned";

    /// <inheritdoc/>
    public RuleEffect Judge(HomeContext context, CandidateSet<Title> candidates, int candidate)
    {
        foreach (PinnedItem<Title> pin in context.Pins)
        {
            if (pin.Item.Ordinal == candidates[candidate].Ordinal)
                return RuleEffect.Tell($"place {pin.Place} of {pin.Row}");
        }
        return RuleEffect.Keep;
    }
}
