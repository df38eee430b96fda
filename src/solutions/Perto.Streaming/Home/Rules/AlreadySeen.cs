using Perto.Recommendations;

namespace Perto.Streaming;

/// <summary>What the person watched or rated is not recommended again, unless they are in the middle of it.</summary>
public sealed class AlreadySeen : IRule<HomeContext, Title>
{
    /// <inheritdoc/>
    public string Name => "already_seen";

    /// <inheritdoc/>
    public RuleEffect Judge(HomeContext context, CandidateSet<Title> candidates, int candidate) =>
        Hides(context, candidates[candidate]) ? RuleEffect.Drop : RuleEffect.Keep;

    /// <summary>The rule itself; sources ask too, so that they do not spend their places on what will be dropped.</summary>
    internal static bool Hides(HomeContext context, Title title) =>
        context.Person.History.Find(title) is { IsWatched: true, IsInProgress: false };
}
