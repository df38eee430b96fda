using System.Diagnostics;
using Perto.Learning;

namespace Perto.Recommendations;

/// <summary>Fits a model and measures it.</summary>
/// <param name="time">The clock that seconds are taken from.</param>
public sealed class Evaluation(TimeProvider time)
{
    /// <summary>Fits on the train part and ranks all items; see <see cref="EvaluationProtocol.Rank"/>.</summary>
    public EvaluationResult Run(
        ModelPlan plan, EvaluationSplit split, IReadOnlyList<int> cutoffs, FitOptions? options = null, CancellationToken cancellationToken = default) =>
        Measure(plan, split.Train, model => EvaluationProtocol.Rank(model, split, cutoffs, options, cancellationToken), options, cancellationToken);

    /// <summary>Fits and ranks each positive among its negatives; see <see cref="EvaluationProtocol.RankAmongNegatives"/>.</summary>
    public EvaluationResult RunAmongNegatives(
        ModelPlan plan,
        InteractionMatrix train,
        IReadOnlyList<LeaveOneOutCase> cases,
        IReadOnlyList<int> cutoffs,
        FitOptions? options = null,
        CancellationToken cancellationToken = default) =>
        Measure(plan, train, model => EvaluationProtocol.RankAmongNegatives(model, train, cases, cutoffs, cancellationToken), options, cancellationToken);

    private EvaluationResult Measure(
        ModelPlan plan,
        InteractionMatrix train,
        Func<IRecommenderModel, (IReadOnlyList<MetricValue> Metrics, int Users)> rank,
        FitOptions? options,
        CancellationToken cancellationToken)
    {
        long started = time.GetTimestamp();
        IRecommenderModel model = plan.Fit(train, options, cancellationToken);
        double fitSeconds = time.GetElapsedTime(started).TotalSeconds;

        started = time.GetTimestamp();
        (IReadOnlyList<MetricValue> metrics, int users) = rank(model);
        double scoreSeconds = time.GetElapsedTime(started).TotalSeconds;

        using Process process = Process.GetCurrentProcess();
        return new EvaluationResult(
            plan.Model, plan.Parameters, users, model.ItemCount, metrics, fitSeconds, scoreSeconds, process.PeakWorkingSet64);
    }
}
