namespace Perto.Targeting;

/// <summary>A version of an experiment as it stands.</summary>
public sealed record ExperimentInfo
{
    /// <summary>How it was declared, with the salt that it has.</summary>
    public required Experiment Experiment { get; init; }

    /// <summary>From 1; each time that it begins anew, one more.</summary>
    public required int Version { get; init; }

    /// <summary>Where it is in its life.</summary>
    public required ExperimentState State { get; init; }

    /// <summary>The buckets of its layer that it has; none before it is started.</summary>
    public required IReadOnlyList<BucketRange> Ranges { get; init; }

    /// <summary>Units with a fixed arm or none.</summary>
    public required IReadOnlyList<ExperimentOverride> Overrides { get; init; }

    /// <summary>When this version was declared first.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was started.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it was stopped.</summary>
    public DateTimeOffset? StoppedAt { get; init; }
}
