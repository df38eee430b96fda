using Npgsql;

namespace Perto.Postgres;

/// <summary>Tells a server that went away from one that refuses.</summary>
internal static class LostConnection
{
    /// <summary>
    /// Whether the connection was lost, or none was given because the server starts or stops: another one may do better. What the server
    /// says of the statement itself is none.
    /// </summary>
    public static bool Is(Exception exception) => exception switch
    {
        PostgresException { SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow } => true,
        PostgresException refused => refused.SqlState.StartsWith("08", StringComparison.Ordinal),
        NpgsqlException lost => lost.IsTransient || lost.InnerException is IOException or System.Net.Sockets.SocketException,
        _ => false,
    };
}
