using Perto.Platform;
using Perto.Vectors.Storage;

namespace Perto.Redis;

/// <summary>Calls of a server that has vector sets, with its failures told as those of a store.</summary>
internal sealed class RedisCalls(RedisConnection connection)
{
    /// <summary>Vector sets came with it.</summary>
    public static Version Oldest { get; } = new(8, 0);

    /// <summary>Host and port.</summary>
    public string Server => $"Redis {connection.Address}";

    /// <summary>Runs a script.</summary>
    /// <exception cref="StorageException">The server does not answer, is too old or refuses.</exception>
    public Task<RedisReply> RunAsync(
        RedisScript script, IReadOnlyList<string> keys, IReadOnlyList<RedisArgument> arguments, bool repeatable, CancellationToken cancellationToken) =>
        CallAsync(() => connection.RunAsync(script, keys, arguments, repeatable, cancellationToken), cancellationToken);

    /// <summary>Executes a command that reads.</summary>
    /// <exception cref="StorageException">The server does not answer, is too old or refuses.</exception>
    public Task<RedisReply> ReadAsync(string command, IReadOnlyList<RedisArgument> arguments, CancellationToken cancellationToken) =>
        CallAsync(() => connection.ExecuteAsync(command, arguments, repeatable: true, cancellationToken), cancellationToken);

    private async Task<RedisReply> CallAsync(Func<ValueTask<RedisReply>> call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            Version version = await connection.ServerVersionAsync(cancellationToken);
            if (version < Oldest)
            {
                throw new StorageException(
                    Server, $"is Redis {version}, which has no vector sets", $"Use Redis {Oldest} or later, or set Perto:Vectors:Store to another store");
            }
            return await call();
        }
        catch (DependencyException failed)
        {
            throw new StorageException(Server, failed.Reason, failed.Advice.TrimEnd('.'), failed);
        }
    }
}
