using System.Diagnostics;
using Perto.Learning;

namespace Perto.Recommendations;

/// <summary>Fits a model and measures it.</summary>
/// <param name="time">The clock that seconds are taken from.</param>
public sealed class Evaluation(TimeProvider time)
{
    /// <summary>Fits on the train part and measures.</summary>
    public EvaluationResult Run(
        ModelPlan plan, EvaluationTask task, IReadOnlyList<int> cutoffs, FitOptions? options = null, CancellationToken cancellationToken = default)
    {
        long started = time.GetTimestamp();
        IRecommenderModel model = task.Fit(plan, options, cancellationToken);
        double fitSeconds = time.GetElapsedTime(started).TotalSeconds;

        started = time.GetTimestamp();
        RankingQuality quality = task.Measure(model, cutoffs, options, cancellationToken);
        double scoreSeconds = time.GetElapsedTime(started).TotalSeconds;

        using Process process = Process.GetCurrentProcess();
        return new EvaluationResult(
            plan.Model, plan.Parameters, quality.Users, model.ItemCount, EvaluationIntervals.Of(quality.Metrics, cancellationToken), fitSeconds, scoreSeconds, process.PeakWorkingSet64)
        {
            Ratings = quality.Ratings,
        };
    }
}
