using System.ComponentModel.DataAnnotations;

namespace Perto.Targeting;

/// <summary>An experiment as it is declared: who falls on which arm, and what is measured.</summary>
public sealed record Experiment
{
    /// <summary>1 to 64 of a-z, 0-9, <c>-</c> and <c>_</c>.</summary>
    [MinLength(1), MaxLength(ExperimentRules.MaxName)]
    public required string Name { get; init; }

    /// <summary>What it is for; at most 1,000 characters.</summary>
    [MaxLength(ExperimentRules.MaxDescription)]
    public string? Description { get; init; }

    /// <summary>Experiments of one layer have no unit in common; those of different layers do not depend on each other. A name as the experiment's.</summary>
    [MinLength(1), MaxLength(ExperimentRules.MaxName)]
    public string Layer { get; init; } = ExperimentRules.DefaultLayer;

    /// <summary>Decides, with the unit's id, which arm a unit has; 1 to 64 of a-z, A-Z, 0-9, <c>.</c>, <c>-</c> and <c>_</c>. Left out: one is made.</summary>
    [MinLength(1), MaxLength(ExperimentRules.MaxName)]
    public string? Salt { get; init; }

    /// <summary>
    /// The place of the product that runs it by itself: it assigns whoever comes there, treats them by the parameters of their arm, writes down that they met it, and
    /// counts outcomes from what they do. Left out: whoever asks for assignments does.
    /// </summary>
    [MinLength(1), MaxLength(ExperimentRules.MaxName)]
    public string? Surface { get; init; }

    /// <summary>2 to 20 arms.</summary>
    [MinLength(ExperimentRules.FewestArms), MaxLength(ExperimentRules.MostArms)]
    public required IReadOnlyList<ExperimentArm> Arms { get; init; }

    /// <summary>The arm that the others are compared with; the first if left out.</summary>
    public string? Control { get; init; }

    /// <summary>Share of the layer's units that it takes, 0.0001 to 1.</summary>
    [Range(ExperimentRules.LeastTraffic, 1.0)]
    public double Traffic { get; init; } = 1;

    /// <summary>
    /// What is done differently for units of the holdout, such as a page that knows nothing of them; they are written down under the name
    /// <c>holdout</c>, beside the arms and in no test. Left out: they are treated as if there were no experiment. At most 50.
    /// </summary>
    public IReadOnlyDictionary<string, string>? HoldoutParameters { get; init; }

    /// <summary>What a unit must have to be in it: for each attribute one of its values. Empty: nothing.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Attributes { get; init; } = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);

    /// <summary>Before it nobody is assigned, though the experiment runs.</summary>
    public DateTimeOffset? StartsAt { get; init; }

    /// <summary>From then on nobody is assigned, though the experiment runs.</summary>
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>What is measured; at most 50.</summary>
    [MaxLength(ExperimentRules.MostMetrics)]
    public IReadOnlyList<ExperimentMetric> Metrics { get; init; } = [];
}
