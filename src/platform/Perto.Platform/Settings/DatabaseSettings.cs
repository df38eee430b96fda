using System.ComponentModel.DataAnnotations;

namespace Perto.Platform;

/// <summary>Settings under <c>Perto:Database</c>.</summary>
public sealed class DatabaseSettings
{
    /// <summary>
    /// PostgreSQL, as <c>postgres://user:password@host/database</c> or as Npgsql's keywords; null: SQLite in the data folder.
    /// </summary>
    public string? Url { get; set; }

    /// <summary>
    /// A read replica of <see cref="Url"/>, written as that one is: answers reads that may be some seconds old. Null: the primary answers them.
    /// </summary>
    public string? ReadReplicaUrl { get; set; }

    /// <summary>How old an answer of the replica may be; while it follows less closely, the primary answers.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00", ParseLimitsInInvariantCulture = true, ConvertValueInInvariantCulture = true)]
    public TimeSpan ReadReplicaLag { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long a work or a read waits for a database that went away, such as one that is restarted, before it fails with
    /// <c>database_unavailable</c>.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00", ParseLimitsInInvariantCulture = true, ConvertValueInInvariantCulture = true)]
    public TimeSpan ReconnectTime { get; set; } = TimeSpan.FromSeconds(5);
}
