namespace Perto.Targeting;

/// <summary>What came of an experiment until now.</summary>
public sealed record ExperimentResults
{
    /// <summary>Name of the experiment.</summary>
    public required string Experiment { get; init; }

    /// <summary>The version that the results are of.</summary>
    public required int Version { get; init; }

    /// <summary>Where it is in its life.</summary>
    public required ExperimentState State { get; init; }

    /// <summary>Outcomes until then count.</summary>
    public required DateTimeOffset MeasuredAt { get; init; }

    /// <summary>What a reader must be told first: whether the units fell on the arms as they should have, or that there are none yet.</summary>
    public required string Banner { get; init; }

    /// <summary>Units by arm, the control first, with as many as there should be.</summary>
    public required IReadOnlyList<SrmArm> Arms { get; init; }

    /// <summary>By Welch's test, which holds for one look at the end. Absent without metrics or units.</summary>
    public AnalysisReport? Fixed { get; init; }

    /// <summary>By a sequential test, which holds however often it is looked at.</summary>
    public AnalysisReport? Sequential { get; init; }

    /// <summary>Each guardrail of each arm.</summary>
    public required IReadOnlyList<GuardrailResult> Guardrails { get; init; }
}
