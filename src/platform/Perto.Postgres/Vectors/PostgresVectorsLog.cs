using Microsoft.Extensions.Logging;

namespace Perto.Postgres;

/// <summary>What the vector store tells the log.</summary>
internal static partial class PostgresVectorsLog
{
    [LoggerMessage(1, LogLevel.Information, "Building the vector index {Index} over about {Records} records")]
    public static partial void Building(ILogger logger, string index, long records);

    [LoggerMessage(2, LogLevel.Warning, "The upkeep of {Table} failed; what was written is kept, and it is tried again with a later write")]
    public static partial void UpkeepFailed(ILogger logger, string table, Exception exception);

    [LoggerMessage(3, LogLevel.Information, "Vectors are kept in PostgreSQL ({Reason})")]
    public static partial void KeptInPostgres(ILogger logger, string reason);

    [LoggerMessage(4, LogLevel.Warning, "Vectors are kept in the data folder: the PostgreSQL of the database has no pgvector. Install it, or set Perto:Vectors:Store to embedded to say that this is as it should be")]
    public static partial void KeptEmbedded(ILogger logger);
}
