using Perto.Recommendations;

namespace Perto.Cli;

/// <summary>What models are measured on, and what their parameters are chosen on.</summary>
/// <param name="Task">What is reported.</param>
/// <param name="Inner">What parameters are chosen on: never the test part. Made where it is asked for.</param>
/// <param name="Refitted">The task with the validation part fitted on too; null where there is none.</param>
internal sealed record EvaluationData(EvaluationTask Task, Func<EvaluationTask> Inner, Func<EvaluationTask>? Refitted)
{
    private const double InnerRatio = 0.8;

    /// <summary>One file that is split; parameters are chosen on its train part, split in the same way.</summary>
    public static EvaluationData Split(InteractionLog log, SplitPlan plan)
    {
        EvaluationTask task = plan.Split(log);
        return new EvaluationData(task, () => plan.Split(task.Log), Refitted: null);
    }

    /// <summary>Given parts.</summary>
    /// <param name="train">What to fit on.</param>
    /// <param name="test">What to find.</param>
    /// <param name="valid">What parameters are chosen on, not ranked in the test; null where a random part of train is taken.</param>
    /// <param name="exclude">What is not ranked either.</param>
    /// <param name="histories">What the people of the test are scored by; null where it is the train part.</param>
    /// <param name="seed">Draws the random part.</param>
    public static EvaluationData Given(InteractionLog train, InteractionLog test, InteractionLog? valid, InteractionLog exclude, InteractionLog? histories, uint seed)
    {
        InteractionLog left = valid is null ? exclude : Together(valid, exclude);
        return new EvaluationData(
            EvaluationTask.AllItems(train, test, left, histories),
            () => valid is null
                ? new SplitPlan { Kind = SplitKind.UserRandom, Ratio = InnerRatio, Seed = seed }.Split(train)
                : EvaluationTask.AllItems(train, valid, exclude),
            valid is null ? null : () => EvaluationTask.AllItems(Together(train, valid), test, exclude, histories));
    }

    /// <summary>Given cases to rank among negatives.</summary>
    public static EvaluationData AmongNegatives(InteractionLog train, IReadOnlyList<LeaveOneOutCase> cases, uint seed) => new(
        EvaluationTask.AmongNegatives(train, cases),
        () => new SplitPlan { Kind = SplitKind.LeaveOneOut, Negatives = cases[0].Negatives.Count, Seed = seed }.Split(train),
        Refitted: null);

    private static InteractionLog Together(InteractionLog first, InteractionLog second)
    {
        var both = new InteractionLog(first.Users, first.Items);
        both.Interactions.AddRange(first.Interactions);
        both.Interactions.AddRange(second.Interactions);
        return both;
    }
}
