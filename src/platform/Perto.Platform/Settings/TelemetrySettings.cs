namespace Perto.Platform;

/// <summary>Settings under <c>Perto:Telemetry</c>.</summary>
public sealed class TelemetrySettings
{
    /// <summary>Where traces and metrics go by OTLP over gRPC, such as <c>http://localhost:4317</c>; null: nowhere.</summary>
    public Uri? OtlpEndpoint { get; set; }

    /// <summary>Writes log lines as JSON, one object a line, instead of text.</summary>
    public bool JsonLogs { get; set; }
}
