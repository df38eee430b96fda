using Perto.Learning;

namespace Perto.Targeting;

/// <summary>What a policy is worth by a log of another one.</summary>
/// <param name="Policy">Its name.</param>
public sealed record PolicyValue(string Policy)
{
    /// <summary>Estimates with intervals and how far they can be believed; absent where the log says nothing of the policy.</summary>
    public OffPolicyReport? Report { get; init; }

    /// <summary>The choices that say most, largest weight first.</summary>
    public IReadOnlyList<LoggedWeight> LargestWeights { get; init; } = [];

    /// <summary>Why the estimates must be read with care.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}
