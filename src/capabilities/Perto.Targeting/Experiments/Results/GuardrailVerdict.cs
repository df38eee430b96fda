namespace Perto.Targeting;

/// <summary>What is known of a guardrail.</summary>
public enum GuardrailVerdict
{
    /// <summary>Both are possible still.</summary>
    Undecided,

    /// <summary>The whole interval is within the margin.</summary>
    Kept,

    /// <summary>The whole interval is beyond the margin: stop.</summary>
    Broken,
}
