using System.ComponentModel.DataAnnotations;

namespace Perto.Server;

/// <summary>Who is let in and how much they may ask, under <c>Perto:Access:</c>. Limits hold for each server process; 0 turns one off.</summary>
public sealed class AccessSettings
{
    /// <summary>The section below <c>Perto:</c>.</summary>
    public const string Section = "Access";

    /// <summary>
    /// Whether requests need a key. Null: as soon as another machine can reach the server, and not while it listens on loopback addresses alone.
    /// </summary>
    public bool? RequireKeys { get; set; }

    /// <summary>Requests a second of one key, in the long run.</summary>
    [Range(0, 1_000_000)]
    public double RequestsPerSecond { get; set; } = 1000;

    /// <summary>Requests of one key at once, after a quiet time.</summary>
    [Range(1, 10_000_000)]
    public double Burst { get; set; } = 2000;

    /// <summary>Requests a second of all keys of a tenant, in the long run.</summary>
    [Range(0, 1_000_000)]
    public double TenantRequestsPerSecond { get; set; } = 5000;

    /// <summary>Requests of all keys of a tenant at once, after a quiet time.</summary>
    [Range(1, 10_000_000)]
    public double TenantBurst { get; set; } = 10_000;

    /// <summary>Requests of a tenant that are carried out at the same time.</summary>
    [Range(0, 1_000_000)]
    public int TenantConcurrency { get; set; } = 256;

    /// <summary>Wrong keys a minute from one address before it has to wait, after a first 30; what is behind a proxy is one address.</summary>
    [Range(0, 1_000_000)]
    public double FailedAttemptsPerMinute { get; set; } = 60;
}
