namespace Perto.Targeting;

/// <summary>Why a unit has an arm, or none.</summary>
public enum AssignmentReason
{
    /// <summary>It fell on the arm by its hash. Only these count in results.</summary>
    Assigned,

    /// <summary>Its arm is fixed.</summary>
    Overridden,

    /// <summary>It is left out by name.</summary>
    Excluded,

    /// <summary>It is in the holdout, which is in no experiment.</summary>
    Holdout,

    /// <summary>It is outside of the experiment's share of its layer.</summary>
    NotInTraffic,

    /// <summary>It lacks an attribute, or has another value.</summary>
    NotEligible,

    /// <summary>The experiment begins later.</summary>
    NotStarted,

    /// <summary>The experiment has ended.</summary>
    Ended,
}
