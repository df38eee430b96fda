namespace Perto.Learning;

/// <summary>What boosted trees make small. Has no state: <see cref="Start"/> makes what a fit needs.</summary>
public abstract class BoostingObjective
{
    // The text must be one that ScoreTransform knows.
    private protected BoostingObjective()
    {
    }

    /// <summary>The objective with its parameters as it stands in LightGBM's model files: <c>tweedie tweedie_variance_power:1.5</c>.</summary>
    public abstract string Text { get; }

    /// <summary>The metric that suits it for early stopping.</summary>
    public abstract BoostingMetric Metric { get; }

    /// <summary>Looks at labels and groups once and makes ready to compute gradients.</summary>
    /// <param name="rows">Valid rows.</param>
    /// <param name="settings">Of the fit.</param>
    /// <exception cref="ArgumentException">A label, or the groups, are not what the objective can learn from.</exception>
    /// <exception cref="SettingOutOfRangeException">A parameter of the objective is out of range.</exception>
    public abstract ObjectiveState Start(LabeledRows rows, BoostingSettings settings);

    /// <summary>Refuses rows, to learn from or to validate on, whose labels or groups are not what the objective is about; any will do unless it says so.</summary>
    /// <param name="rows">Valid rows.</param>
    /// <exception cref="ArgumentException">Names the field, the row, the value and the rule.</exception>
    internal virtual void Require(LabeledRows rows)
    {
    }

    private protected static void RequireLabels(LabeledRows rows, string rule, Predicate<float> accepts)
    {
        int wrong = Array.FindIndex(rows.Labels, label => !accepts(label));
        if (wrong >= 0)
            throw new ArgumentException(FormattableString.Invariant($"Labels must be {rule}; got {rows.Labels[wrong]} in row {wrong}"));
    }
}
