using Microsoft.Extensions.Options;
using Perto.Recommendations;

namespace Perto.Streaming;

/// <summary>
/// What was shown to a person again and again and never opened is lowered, then dropped. Showings in all rows count together: a title stands in one row of a page
/// only. What the person is in the middle of is let alone.
/// </summary>
public sealed class Fatigue(IOptions<StreamingSettings> settings) : IRule<HomeContext, Title>
{
    private readonly FatigueSettings _settings = settings.Value.Fatigue;
    private readonly RuleEffect _lowered = RuleEffect.Scale((float)settings.Value.Fatigue.Factor);

    /// <inheritdoc/>
    public string Name => "fatigue";

    /// <inheritdoc/>
    public RuleEffect Judge(HomeContext context, CandidateSet<Title> candidates, int candidate)
    {
        Title title = candidates[candidate];
        if (context.Wearied.Drops(title))
            return RuleEffect.Drop;
        return context.Wearied.Showings(title) >= _settings.LowerFrom ? _lowered : RuleEffect.Keep;
    }
}
