using Microsoft.Extensions.Options;
using Perto.Recommendations;

namespace Perto.Streaming;

/// <summary>What the service made itself is lifted by <c>Perto:Streaming:OriginalsBoost</c>.</summary>
public sealed class OriginalsBoost(IOptions<StreamingSettings> settings) : IRule<HomeContext, Title>
{
    private readonly RuleEffect _effect = RuleEffect.Scale((float)settings.Value.OriginalsBoost);

    /// <inheritdoc/>
    public string Name => "originals";

    /// <inheritdoc/>
    public RuleEffect Judge(HomeContext context, CandidateSet<Title> candidates, int candidate) =>
        candidates[candidate].IsOriginal ? _effect : RuleEffect.Keep;
}
