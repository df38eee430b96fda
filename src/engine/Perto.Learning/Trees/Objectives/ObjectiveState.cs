namespace Perto.Learning;

/// <summary>An objective at work on the rows of one fit.</summary>
public abstract class ObjectiveState
{
    /// <summary>The best score if all rows had the same.</summary>
    public virtual double InitialScore => 0;

    /// <summary>
    /// The quantile of the residuals that is the value of a leaf, in place of what the gradients say; null for objectives whose
    /// hessian says how far to go.
    /// </summary>
    public virtual double? LeafQuantile => null;

    /// <summary>What each place that rows were shown at added to their scores; empty where places are not known.</summary>
    public virtual IReadOnlyList<double> PositionBiases => [];

    /// <summary>The derivatives at the given scores. Called once for each tree.</summary>
    /// <param name="scores">A score for each row.</param>
    /// <param name="gradients">Receives a pair for each row.</param>
    /// <param name="parallel">Most threads; the result does not depend on them.</param>
    public abstract void Compute(ReadOnlyMemory<double> scores, Memory<GradientPair> gradients, ParallelOptions parallel);

    /// <summary>The weighted sum of the loss, or null where the objective is known by its gradients only.</summary>
    public virtual double? Loss(ReadOnlySpan<double> scores) => null;
}
