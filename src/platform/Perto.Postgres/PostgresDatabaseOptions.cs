using Npgsql;

namespace Perto.Postgres;

/// <summary>What a <see cref="PostgresDatabase"/> may do beside asking its primary.</summary>
public sealed record PostgresDatabaseOptions
{
    /// <summary>Connections to a read replica, owned by the database from here on; null: there is none.</summary>
    public NpgsqlDataSource? Replica { get; init; }

    /// <summary>How old an answer of the replica may be.</summary>
    public TimeSpan ReplicaLag { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a work or a read waits for a server that went away.</summary>
    public TimeSpan ReconnectTime { get; init; } = TimeSpan.FromSeconds(5);
}
