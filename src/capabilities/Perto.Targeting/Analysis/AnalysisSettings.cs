using Perto.Learning;

namespace Perto.Targeting;

/// <summary>How an experiment is analysed.</summary>
public sealed record AnalysisSettings
{
    /// <summary>How often an effect may be seen where there is none, above 0 and below 0.5.</summary>
    public double Alpha { get; init; } = 0.05;

    /// <summary>What is held against "no effect".</summary>
    public Alternative Alternative { get; init; }

    /// <summary>What p values, adjusted ones and chances to win are of.</summary>
    public EffectScale Scale { get; init; }

    /// <summary>Whether the intervals hold at all looks together.</summary>
    public bool Sequential { get; init; }

    /// <summary>Units at which the sequential interval is narrowest.</summary>
    public double Tuning { get; init; } = SequentialTest.DefaultTuning;

    /// <summary>What is believed of relative effects; null: no Bayesian analysis.</summary>
    public NormalPrior? Prior { get; init; }

    /// <summary>How p values are adjusted for the number of comparisons.</summary>
    public Correction Correction { get; init; }

    /// <summary>What each arm should get, the control first; null: the same.</summary>
    public double[]? Expected { get; init; }
}
