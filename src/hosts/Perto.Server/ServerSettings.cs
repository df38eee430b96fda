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

    /// <summary>How long a stop waits for requests that are under way, in seconds.</summary>
    [Range(0, 3600)]
    public int DrainSeconds { get; set; } = 30;
}
