namespace Perto.Platform;

/// <summary>How far a piece of long work has come.</summary>
public sealed record TaskProgress
{
    /// <summary>Id of the run.</summary>
    public required string Id { get; init; }

    /// <summary>What sort of work: <c>import</c>, <c>training</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>What it works on, as a person would call it: <c>ratings.csv</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it runs and how it ended.</summary>
    public required TaskProgressState State { get; init; }

    /// <summary>Part done, 0 to 1; null when the end is not known.</summary>
    public double? Progress { get; init; }

    /// <summary>One line about where it stands or why it failed.</summary>
    public string? Detail { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended; null while it runs.</summary>
    public DateTimeOffset? FinishedAt { get; init; }
}
