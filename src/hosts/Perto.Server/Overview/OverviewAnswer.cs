using Perto.Platform;

namespace Perto.Server;

/// <summary>The console's first page: what this server keeps, does and how it is.</summary>
public sealed record OverviewAnswer
{
    /// <summary>Version of the program.</summary>
    public required string Version { get; init; }

    /// <summary>When the process began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Seconds since then.</summary>
    public required double UptimeSeconds { get; init; }

    /// <summary>Whose numbers these are.</summary>
    public required string Tenant { get; init; }

    /// <summary>Whom the server lets in.</summary>
    public required AccessMode Access { get; init; }

    /// <summary>What each solution keeps, by name.</summary>
    public required IReadOnlyList<SolutionCounts> Solutions { get; init; }

    /// <summary>What happened in the last quarter of an hour.</summary>
    public required RatesAnswer Rates { get; init; }

    /// <summary>The models, by name and then the newest first.</summary>
    public required IReadOnlyList<ModelAnswer> Models { get; init; }

    /// <summary>The vector collections.</summary>
    public required IReadOnlyList<CollectionAnswer> Collections { get; init; }

    /// <summary>Long work, running and recent, newest first.</summary>
    public required IReadOnlyList<TaskProgress> Tasks { get; init; }

    /// <summary>How the server is.</summary>
    public required HealthAnswer Health { get; init; }
}
