namespace Perto.Platform;

/// <summary>
/// Settings of the platform, from <c>Perto:</c> in <c>appsettings.json</c>, <c>PERTO__...</c> in the environment and the command
/// line. With none at all everything is embedded under <c>./perto-data</c>.
/// </summary>
public sealed class PertoSettings
{
    /// <summary>Folder of the embedded database and of what belongs to this machine; relative to the working directory.</summary>
    public string DataFolder { get; set; } = "./perto-data";

    /// <summary>Where files that came over HTTP wait for their import; each is deleted when it is imported.</summary>
    internal string UploadFolder => Path.GetFullPath(Path.Combine(DataFolder, "uploads"));

    /// <summary>Whether this process does background work.</summary>
    public bool Workers { get; set; } = true;

    /// <summary>Where the truth is kept.</summary>
    public DatabaseSettings Database { get; set; } = new();

    /// <summary>What is shared between servers and may be lost.</summary>
    public RedisSettings Redis { get; set; } = new();

    /// <summary>Which vector store, and how it works.</summary>
    public VectorSettings Vectors { get; set; } = new();

    /// <summary>What is published about the running program, and where.</summary>
    public TelemetrySettings Telemetry { get; set; } = new();

    /// <summary>How recommendations may be asked for.</summary>
    public RecommendationSettings Recommendations { get; set; } = new();

    /// <summary>Where requests may send this server.</summary>
    public OutboundSettings Outbound { get; set; } = new();
}
