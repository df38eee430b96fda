namespace Perto.Platform;

/// <summary>The server that owns a data folder, as it stands in the folder's <c>server.json</c>.</summary>
public sealed record ServerAddress
{
    /// <summary>Where it answers, such as <c>http://127.0.0.1:7378</c>.</summary>
    public required Uri Address { get; init; }

    /// <summary>Its process.</summary>
    public required int Pid { get; init; }

    /// <summary>When it wrote this.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The version of Perto it runs.</summary>
    public required string Version { get; init; }
}
