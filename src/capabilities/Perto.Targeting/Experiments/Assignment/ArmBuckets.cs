namespace Perto.Targeting;

/// <summary>Which buckets of an experiment belong to which arm.</summary>
internal static class ArmBuckets
{
    /// <summary>The bucket behind the last of each arm, in the order of the arms.</summary>
    public static IReadOnlyList<int> EndsOf(IReadOnlyList<ExperimentArm> arms)
    {
        double all = arms.Sum(arm => arm.Weight);
        int[] ends = new int[arms.Count];
        double sum = 0;
        for (int i = 0; i < ends.Length; i++)
        {
            sum += arms[i].Weight;
            ends[i] = (int)Math.Round(Buckets.Count * sum / all, MidpointRounding.AwayFromZero);
        }
        return ends;
    }

    /// <summary>The arm of a bucket.</summary>
    public static ExperimentArm ArmOf(IReadOnlyList<ExperimentArm> arms, int bucket)
    {
        IReadOnlyList<int> ends = EndsOf(arms);
        int arm = 0;
        while (bucket >= ends[arm])
            arm++;
        return arms[arm];
    }
}
