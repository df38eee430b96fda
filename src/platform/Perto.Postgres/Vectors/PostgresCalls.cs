using System.Net.Sockets;
using Npgsql;
using Perto.Vectors.Storage;

namespace Perto.Postgres;

/// <summary>
/// Calls of the server on the pool's connections: those that lost a race are made again, and so are those that a broken connection left
/// without effect.
/// </summary>
internal sealed class PostgresCalls(NpgsqlDataSource source)
{
    private const int Attempts = 6;

    /// <summary>Host, port and database, without the password.</summary>
    public string Server { get; } = Describe(source.ConnectionString);

    /// <summary>Calls what may be called again whatever happened to it: it reads, or writes the same once more.</summary>
    /// <exception cref="StorageException">The server cannot be reached or refuses.</exception>
    public Task<T> RepeatableAsync<T>(Func<NpgsqlConnection, Task<T>> call, CancellationToken cancellationToken) =>
        RunAsync((connection, _) => call(connection), repeatable: true, cancellationToken);

    /// <summary>Calls what is repeated only where the server says that nothing of it was kept.</summary>
    /// <exception cref="StorageException">The server cannot be reached or refuses.</exception>
    public Task<T> OnceAsync<T>(Func<NpgsqlConnection, Task<T>> call, CancellationToken cancellationToken) =>
        RunAsync((connection, _) => call(connection), repeatable: false, cancellationToken);

    /// <summary>Calls within one transaction, which is repeated as a whole as long as its commit was not asked for.</summary>
    /// <exception cref="StorageException">The server cannot be reached or refuses.</exception>
    public Task<T> TransactionAsync<T>(
        Func<NpgsqlConnection, Task<T>> work, System.Data.IsolationLevel isolation, CancellationToken cancellationToken) => RunAsync(
        async (connection, progress) =>
        {
            progress.InTransaction = true;
            await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(isolation, cancellationToken);
            T result = await work(connection);
            progress.Committing = true;
            // A commit that was cancelled half way would leave the caller without an answer to what is kept.
            await transaction.CommitAsync(CancellationToken.None);
            return result;
        },
        repeatable: false,
        cancellationToken);

    private async Task<T> RunAsync<T>(Func<NpgsqlConnection, Progress, Task<T>> call, bool repeatable, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Progress progress = new();
            try
            {
                await using NpgsqlConnection connection = await source.OpenConnectionAsync(cancellationToken);
                progress.Begun = true;
                return await call(connection, progress);
            }
            catch (PostgresException lost) when (IsLostRace(lost) && attempt < Attempts)
            {
            }
            catch (NpgsqlException broken) when (
                IsBroken(broken) && attempt < Attempts && MayRepeat(broken, repeatable, progress))
            {
            }
            catch (NpgsqlException failed) when (IsBroken(failed) || IsRefused(failed))
            {
                throw Unreachable(failed);
            }
            catch (PostgresException refused) when (refused.SqlState is PostgresErrorCodes.InsufficientPrivilege)
            {
                throw new StorageException(
                    Server, $"refuses: {refused.MessageText}", $"Grant the user of the connection what it needs in the schema {CatalogueSchema.Name}", refused);
            }
            // Somewhere below 4, 8, 16 ... ms, so that those who met do not meet again.
            await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.NextDouble() * (2 << attempt)), TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>The server does not answer, or ended the connection.</summary>
    public static bool IsBroken(NpgsqlException failed) => failed is PostgresException answer
        ? answer.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow
            or PostgresErrorCodes.TooManyConnections
        : failed.IsTransient || failed.InnerException is IOException or SocketException or TimeoutException;

    // What took too long would take as long again.
    private static bool MayRepeat(NpgsqlException broken, bool repeatable, Progress progress) =>
        !progress.Begun || (broken.InnerException is not TimeoutException && (repeatable || (progress.InTransaction && !progress.Committing)));

    // Trying again would not help.
    private static bool IsRefused(NpgsqlException failed) => failed is PostgresException
    {
        SqlState: PostgresErrorCodes.InvalidCatalogName or PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification,
    };

    private StorageException Unreachable(NpgsqlException failed) => new(
        Server,
        $"does not answer: {(failed.InnerException ?? failed).Message.TrimEnd('.')}",
        "Check that PostgreSQL runs and can be reached; calls work again as soon as it does",
        failed);

    private static bool IsLostRace(PostgresException lost) =>
        lost.SqlState is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected;

    private static string Describe(string connectionString)
    {
        NpgsqlConnectionStringBuilder parts = new(connectionString);
        return $"PostgreSQL {parts.Host}:{parts.Port}/{parts.Database}";
    }

    private sealed class Progress
    {
        public bool Begun { get; set; }

        public bool InTransaction { get; set; }

        public bool Committing { get; set; }
    }
}
