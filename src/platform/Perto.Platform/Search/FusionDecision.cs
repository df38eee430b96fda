namespace Perto.Platform;

/// <summary>How a collection is searched after <see cref="FusionLearner"/> looked at its queries.</summary>
public enum FusionDecision
{
    /// <summary>Nothing to learn from: reciprocal ranks with equal weights, which need nothing.</summary>
    Untried,

    /// <summary>One part alone: fusing did not beat it on queries that it was not chosen on.</summary>
    Single,

    /// <summary>All parts, by the learned method and weights.</summary>
    Fused,
}
