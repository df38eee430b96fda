using Perto.Recommendations;

namespace Perto.Cli;

/// <summary>What <c>perto streaming evaluate</c> prints.</summary>
internal sealed record EvaluationReport
{
    /// <summary>The protocol in words.</summary>
    public required string Protocol { get; init; }

    /// <summary>What each model reached.</summary>
    public required IReadOnlyList<EvaluationResult> Results { get; init; }

    /// <summary>Each model against the best one, on the same users; empty where there is one model.</summary>
    public IReadOnlyList<ModelComparison> Comparisons { get; init; } = [];

    /// <summary>The same models fitted on the validation part too; empty where that was not asked for.</summary>
    public IReadOnlyList<EvaluationResult> Refitted { get; init; } = [];

    /// <summary>How parameters were chosen; empty where they were given.</summary>
    public IReadOnlyList<TuningResult> Tuning { get; init; } = [];

    /// <summary>The published figures of the data and the protocol, where both are known.</summary>
    public PublishedTable? Published { get; init; }
}
