namespace Perto.Targeting;

/// <summary>A line of a log for off-policy evaluation: what was chosen, with which probability, what came of it, and how likely the judged policies choose the same.</summary>
public sealed record LoggedDecision
{
    /// <summary>The context or page of the choice; only for messages.</summary>
    public required string Slate { get; init; }

    /// <summary>What was chosen there; only for messages.</summary>
    public required string Action { get; init; }

    /// <summary>The probability with which it was chosen, above 0 and at most 1.</summary>
    public required double Propensity { get; init; }

    /// <summary>What came of it.</summary>
    public required double Reward { get; init; }

    /// <summary>Choices of one cluster, such as a person, stand and fall together; left out: those of a slate do.</summary>
    public string? Cluster { get; init; }

    /// <summary>The probability with which the judged policy chooses the same, 0 to 1; for one policy, which is named <c>target</c>.</summary>
    public double? TargetPropensity { get; init; }

    /// <summary>The same for several policies, by name.</summary>
    public IReadOnlyDictionary<string, double>? Policies { get; init; }

    /// <summary>The reward that a model expects of the choice; in all lines or none.</summary>
    public double? ExpectedReward { get; init; }

    /// <summary>The reward that the model expects of the judged policy there; with <see cref="TargetPropensity"/>.</summary>
    public double? ExpectedTarget { get; init; }

    /// <summary>The same for several policies, by name.</summary>
    public IReadOnlyDictionary<string, double>? ExpectedPolicies { get; init; }
}
