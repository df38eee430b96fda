namespace Perto.Streaming;

/// <summary>What an event carries; what concerns the title itself is added when it is counted.</summary>
internal sealed record UncountedFields
{
    /// <summary>View: the time of day at which it began.</summary>
    public TimeOfDay? TimeOfDay { get; init; }

    /// <summary>View: on what.</summary>
    public string? Device { get; init; }

    /// <summary>Progress: the watched fraction beyond that of the report before.</summary>
    public double? Progress { get; init; }

    /// <summary>Progress: the seconds beyond those of the report before; null where the player does not tell.</summary>
    public long? Seconds { get; init; }

    /// <summary>Rating: by how much the person's rating of the title changed; all of it for the first.</summary>
    public double? Change { get; init; }

    /// <summary>Rating: whether it is the person's first of the title.</summary>
    public bool IsFirst { get; init; }
}
