using System.ComponentModel.DataAnnotations;

namespace Perto.Server;

/// <summary>Settings of the HTTP server, under <c>Perto:Server:</c>.</summary>
public sealed class ServerSettings
{
    /// <summary>The section below <c>Perto:</c>.</summary>
    public const string Section = "Server";

    /// <summary>Where the server listens when nothing is said.</summary>
    public const string DefaultUrls = "http://127.0.0.1:7378";

    /// <summary>Addresses separated by <c>;</c>. Port 0 lets the operating system choose.</summary>
    public string Urls { get; set; } = DefaultUrls;

    /// <summary>
    /// Lets everybody in without a key, also on addresses that other machines reach: whoever reaches the server reads and changes
    /// everything. Meant for a proxy that asks who it is.
    /// </summary>
    public bool AllowAnonymous { get; set; }

    /// <summary>
    /// Names that the server answers to beside the loopback ones. Empty where keys are required or <see cref="AllowAnonymous"/> is set: every name.
    /// </summary>
    public string[] AllowedHosts { get; set; } = [];

    /// <summary>Largest request body, in bytes.</summary>
    [Range(1024, 1024 * 1024 * 1024)]
    public long MaxBodyBytes { get; set; } = 10 * 1024 * 1024;

    /// <summary>Requests to the API that are worked on at once; more wait.</summary>
    [Range(1, 100_000)]
    public int MaxConcurrentRequests { get; set; } = 512;

    /// <summary>Requests that wait for a place; one more is answered with 503 <c>overloaded</c>.</summary>
    [Range(0, 100_000)]
    public int MaxQueuedRequests { get; set; } = 1_024;

    /// <summary>How long a request may take, in seconds, where its endpoint does not say otherwise; then 503 <c>time_limit</c>.</summary>
    [Range(1, 86_400)]
    public int RequestSeconds { get; set; } = 60;

    /// <summary>Slowest body and slowest reader that are waited for, in bytes a second after the first five seconds; 0: all are.</summary>
    [Range(0, 1_000_000)]
    public int MinBytesPerSecond { get; set; } = 240;

    /// <summary>
    /// How long a stop still takes new requests, in seconds, while readiness already says no: behind a load balancer, longer than it
    /// takes to notice.
    /// </summary>
    [Range(0, 300)]
    public int DrainDelaySeconds { get; set; }

    /// <summary>How long a stop then waits for requests that are under way, in seconds.</summary>
    [Range(0, 3600)]
    public int DrainSeconds { get; set; } = 30;
}
