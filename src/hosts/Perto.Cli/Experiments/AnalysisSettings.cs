using Perto.Learning;

namespace Perto.Cli;

/// <summary>How an experiment is analysed.</summary>
internal sealed record AnalysisSettings
{
    public double Alpha { get; init; } = 0.05;

    public Alternative Alternative { get; init; }

    /// <summary>What p values, adjusted ones and chances to win are of.</summary>
    public EffectScale Scale { get; init; }

    /// <summary>Whether the intervals hold at all looks together.</summary>
    public bool Sequential { get; init; }

    public double Tuning { get; init; } = SequentialTest.DefaultTuning;

    /// <summary>What is believed of relative effects; null: no Bayesian analysis.</summary>
    public NormalPrior? Prior { get; init; }

    public Correction Correction { get; init; }

    /// <summary>What each arm should get, the control first; null: the same.</summary>
    public double[]? Expected { get; init; }
}
