using System.ComponentModel.DataAnnotations;

namespace Perto.Platform;

/// <summary>Settings under <c>Perto:Features</c>.</summary>
public sealed class FeatureSettings
{
    internal const string Section = "Features";

    /// <summary>Most bytes of packed rows that a process keeps in front of the database.</summary>
    [Range(0L, 1L << 40)]
    public long ProcessBytes { get; set; } = 64L * 1024 * 1024;

    /// <summary>
    /// How long a process may answer from its memory what another process has changed meanwhile. With SQLite there is no other, and rows stay for as
    /// long as there is room.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00", ParseLimitsInInvariantCulture = true, ConvertValueInInvariantCulture = true)]
    public TimeSpan ProcessAge { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a row stays in a store that servers share, such as Redis, when nobody writes it.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00", ParseLimitsInInvariantCulture = true, ConvertValueInInvariantCulture = true)]
    public TimeSpan SharedAge { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How many seconds ahead of this server's clock an event time may be.</summary>
    [Range(0, 86_400)]
    public int FutureSeconds { get; set; } = 300;

    /// <summary>For how many days an event that comes again is known to have been counted.</summary>
    [Range(1, 3_650)]
    public int SeenDays { get; set; } = 30;

    /// <summary>The folder below which exports over HTTP may be written; none: they may not.</summary>
    public string? ExportFolder { get; set; }

    /// <summary>The object store that exports may be written to.</summary>
    public S3Settings S3 { get; set; } = new();
}
