namespace Perto.Targeting;

/// <summary>
/// The experiments that run, and whom they treat how. Nothing here asks anybody: with the same experiments, servers and clients give every unit the same arms.
/// </summary>
/// <param name="Experiments">In state running, by name.</param>
/// <param name="Holdout">Who is in none.</param>
public sealed record RunningExperiments(IReadOnlyList<ExperimentInfo> Experiments, Holdout Holdout)
{
    /// <summary>Those of them that a surface runs by itself.</summary>
    public RunningExperiments On(string surface) => this with { Experiments = [.. Experiments.Where(info => info.Experiment.Surface == surface)] };

    /// <summary>The assignments of a unit, one for each experiment.</summary>
    /// <param name="unit">Who or what is treated: most often a person's id.</param>
    /// <param name="attributes">What is known of it.</param>
    /// <param name="now">When.</param>
    public IReadOnlyList<Assignment> Assign(string unit, IReadOnlyDictionary<string, string> attributes, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(unit);
        ArgumentNullException.ThrowIfNull(attributes);
        bool isHeldOut = Holdout.Contains(unit);
        return [.. Experiments.Select(info => Assign(info, unit, attributes, now, isHeldOut))];
    }

    private static Assignment Assign(ExperimentInfo info, string unit, IReadOnlyDictionary<string, string> attributes, DateTimeOffset now, bool isHeldOut)
    {
        Experiment experiment = info.Experiment;
        if (now < experiment.StartsAt)
            return Without(AssignmentReason.NotStarted);
        if (now >= experiment.EndsAt)
            return Without(AssignmentReason.Ended);
        // A tester sees the arm whoever else may be in it.
        if (info.Overrides.FirstOrDefault(known => known.Unit == unit) is { } fixedArm)
        {
            return experiment.Arms.FirstOrDefault(arm => arm.Name == fixedArm.Arm) is { } found
                ? With(found, AssignmentReason.Overridden)
                : Without(AssignmentReason.Excluded);
        }
        bool isEligible = experiment.Attributes.All(wanted => attributes.TryGetValue(wanted.Key, out string? given) && wanted.Value.Contains(given));
        // Who is compared with the arms has what their units have.
        if (isHeldOut)
            return Without(AssignmentReason.Holdout) with { Parameters = isEligible ? experiment.HoldoutParameters : null };
        int bucket = Buckets.Of($"layer.{experiment.Layer}", unit);
        if (!info.Ranges.Any(range => range.Contains(bucket)))
            return Without(AssignmentReason.NotInTraffic);
        if (!isEligible)
            return Without(AssignmentReason.NotEligible);
        return With(ArmBuckets.ArmOf(experiment.Arms, Buckets.Of($"experiment.{experiment.Salt}", unit)), AssignmentReason.Assigned);

        Assignment Without(AssignmentReason reason) => new(experiment.Name, info.Version, reason);

        Assignment With(ExperimentArm arm, AssignmentReason reason) => Without(reason) with { Arm = arm.Name, Parameters = arm.Parameters };
    }
}
