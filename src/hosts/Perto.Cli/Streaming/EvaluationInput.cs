using Perto.Learning;
using Perto.Recommendations;

namespace Perto.Cli;

/// <summary>What is measured, and by which protocol.</summary>
internal sealed class EvaluationInput
{
    private readonly Func<Evaluation, ModelPlan, IReadOnlyList<int>, FitOptions, CancellationToken, EvaluationResult> _run;

    private EvaluationInput(
        string protocol, Func<Evaluation, ModelPlan, IReadOnlyList<int>, FitOptions, CancellationToken, EvaluationResult> run)
    {
        Protocol = protocol;
        _run = run;
    }

    /// <summary>In words, so that a figure can be compared.</summary>
    public string Protocol { get; }

    public static EvaluationInput AllItems(EvaluationSplit split) => new(
        "all train items ranked, without the user's train and excluded items; mean over users with test items",
        (evaluation, plan, cutoffs, options, cancellationToken) => evaluation.Run(plan, split, cutoffs, options, cancellationToken));

    public static EvaluationInput AmongNegatives(InteractionMatrix train, IReadOnlyList<LeaveOneOutCase> cases)
    {
        return new EvaluationInput(
            "leave-one-out: the positive ranked among its given negatives; mean over cases",
            (evaluation, plan, cutoffs, options, cancellationToken) =>
                evaluation.RunAmongNegatives(plan, train, cases, cutoffs, options, cancellationToken));
    }

    public EvaluationResult Run(
        Evaluation evaluation, ModelPlan plan, IReadOnlyList<int> cutoffs, FitOptions options, CancellationToken cancellationToken) =>
        _run(evaluation, plan, cutoffs, options, cancellationToken);
}
