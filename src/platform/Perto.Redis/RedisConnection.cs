using Microsoft.Extensions.Logging;
using Perto.Platform;
using StackExchange.Redis;
using IDatabase = StackExchange.Redis.IDatabase;

namespace Perto.Redis;

/// <summary>
/// Commands to a Redis server over one connection that all callers share. Nothing is connected before the first command, a host starts
/// without the server, commands fail at once while it is down, and they work again as soon as it is back. Safe for use by many threads.
/// </summary>
/// <remarks>
/// All commands throw <see cref="DependencyException"/> when the server cannot be reached, is too slow, or answers with an error; and
/// <see cref="OperationCanceledException"/> when the caller gives up. A command that was given up may still have been carried out.
/// </remarks>
public sealed partial class RedisConnection : IAsyncDisposable
{
    /// <summary>Its name among the <see cref="Dependencies"/>.</summary>
    public const string DependencyName = "redis";

    private readonly RedisLink _link;
    private readonly Dependency _dependency;
    private readonly bool _owns;
    private KnownServer? _server;

    /// <param name="url"><c>redis://[:password@]host[:port][/database]</c>, <c>rediss://</c>, or the keywords of StackExchange.Redis.</param>
    /// <param name="dependency">Gives calls their time limit and breaker.</param>
    /// <param name="logger">Told when the connection is lost and made again.</param>
    /// <exception cref="InvalidSettingException">The address cannot be read.</exception>
    public RedisConnection(string url, Dependency dependency, ILogger<RedisConnection> logger)
        : this(new RedisLink(url, logger), dependency, owns: true)
    {
    }

    private RedisConnection(RedisLink link, Dependency dependency, bool owns)
    {
        _link = link;
        _dependency = dependency;
        _owns = owns;
    }

    /// <summary>Host and port, without the password.</summary>
    public string Address => _link.Address;

    /// <summary>How it does, and where to say that something was answered without it.</summary>
    public Dependency Dependency => _dependency;

    /// <summary>
    /// The same connection, with the time limits and the breaker of another dependency: for commands that take longer than those of a cache.
    /// Disposing it leaves the connection open.
    /// </summary>
    public RedisConnection Through(Dependency dependency) => new(_link, dependency, owns: false);

    /// <summary>The server's version, asked once for each connection that is made.</summary>
    public async ValueTask<Version> ServerVersionAsync(CancellationToken cancellationToken = default)
    {
        int connections = _link.Connections;
        if (Volatile.Read(ref _server) is { } known && known.Connections == connections)
            return known.Version;
        RedisReply reply = await ExecuteAsync("INFO", ["server"], cancellationToken: cancellationToken);
        string line = (reply.Text ?? "").Split('\n').FirstOrDefault(line => line.StartsWith("redis_version:", StringComparison.Ordinal), "");
        Version version = Version.TryParse(line[(line.IndexOf(':') + 1)..].Trim(), out Version? parsed) ? parsed : new Version(0, 0);
        Volatile.Write(ref _server, new KnownServer(connections, version));
        return version;
    }

    /// <summary>Any command.</summary>
    /// <param name="command">Its name: <c>ZADD</c>.</param>
    /// <param name="arguments">In their order, keys among them.</param>
    /// <param name="repeatable">Whether making it twice does no more than making it once: it may then be made again when it fails.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public ValueTask<RedisReply> ExecuteAsync(
        string command, IReadOnlyList<RedisArgument> arguments, bool repeatable = true, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(command);
        ArgumentNullException.ThrowIfNull(arguments);
        object[] sent = [.. arguments.Select(argument => argument.Value)];
        return CallAsync(async database => new RedisReply(await database.ExecuteAsync(command, sent)), repeatable, cancellationToken);
    }

    /// <summary>Runs a script as one step of the server.</summary>
    /// <param name="script">The script.</param>
    /// <param name="keys">All keys that it touches, its <c>KEYS</c>.</param>
    /// <param name="arguments">Its <c>ARGV</c>.</param>
    /// <param name="repeatable">Whether running it twice does no more than running it once.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async ValueTask<RedisReply> RunAsync(
        RedisScript script,
        IReadOnlyList<string> keys,
        IReadOnlyList<RedisArgument> arguments,
        bool repeatable = true,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(script);
        RedisArgument[] line = [script.Digest, keys.Count, .. keys.Select(key => (RedisArgument)key), .. arguments];
        try
        {
            return await ExecuteAsync("EVALSHA", line, repeatable, cancellationToken);
        }
        catch (DependencyException unknown) when (RedisFault.IsUnknownScript(unknown))
        {
            line[0] = script.Text;
            return await ExecuteAsync("EVAL", line, repeatable, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _owns ? _link.DisposeAsync() : ValueTask.CompletedTask;

    private ValueTask<T> CallAsync<T>(Func<IDatabase, Task<T>> command, bool repeatable, CancellationToken cancellationToken) =>
        _dependency.CallAsync(
            async attempt =>
            {
                try
                {
                    ConnectionMultiplexer client = await _link.OpenAsync(attempt);
                    Task<T> answer = command(client.GetDatabase());
                    // The client has no time limit of its own: an answer that nobody waits for any more is dropped when it comes.
                    return await answer.WaitAsync(attempt);
                }
                catch (Exception failed) when (RedisFault.Is(failed))
                {
                    throw RedisFault.Told(failed, _dependency.Name, Address);
                }
            },
            repeatable,
            cancellationToken);

    private sealed record KnownServer(int Connections, Version Version);
}
