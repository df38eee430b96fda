using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Perto.Redis;

/// <summary>
/// The one connection to a server: made with the first call, and again by itself whenever it is lost. The client notices a connection
/// that is closed, and not one that has fallen silent, as behind a router that forgot it: that one is watched for here, and replaced.
/// </summary>
internal sealed class RedisLink : IAsyncDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(5);

    private readonly ConfigurationOptions _options;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _ended = new();
    private readonly Lock _lock = new();
    private readonly List<RedisSubscription> _subscriptions = [];
    private Task<ConnectionMultiplexer>? _connecting;
    private Task? _watching;
    private int _connections;

    /// <param name="url">See <see cref="RedisUrl.Parse"/>.</param>
    /// <param name="logger">Told when the connection is lost and made again.</param>
    public RedisLink(string url, ILogger logger)
    {
        _options = RedisUrl.Parse(url);
        _logger = logger;
        Address = string.Join(", ", _options.EndPoints.Select(Text));
    }

    /// <summary>Hosts and ports, without the password.</summary>
    public string Address { get; }

    /// <summary>Another number whenever what was known of the server may have changed.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>The client, which may be without a connection: its calls then fail at once.</summary>
    public ValueTask<ConnectionMultiplexer> OpenAsync(CancellationToken cancellationToken)
    {
        Task<ConnectionMultiplexer> connecting;
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_ended.IsCancellationRequested, this);
            // One that failed, such as for a name that could not be resolved, is tried again.
            if (_connecting is null or { IsFaulted: true })
                _connecting = Task.Run(ConnectAsync, CancellationToken.None);
            _watching ??= Task.Run(WatchAsync, CancellationToken.None);
            connecting = _connecting;
        }
        return connecting.IsCompletedSuccessfully ? ValueTask.FromResult(connecting.Result) : new(connecting.WaitAsync(cancellationToken));
    }

    /// <summary>Listens to a channel from now on, on this connection and each that follows it.</summary>
    public void Add(RedisSubscription subscription)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_ended.IsCancellationRequested, this);
            _subscriptions.Add(subscription);
            _watching ??= Task.Run(WatchAsync, CancellationToken.None);
        }
    }

    /// <summary>Listens no more.</summary>
    public void Remove(RedisSubscription subscription)
    {
        lock (_lock)
            _subscriptions.Remove(subscription);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Task? watching;
        Task<ConnectionMultiplexer>? connecting;
        lock (_lock)
        {
            if (_ended.IsCancellationRequested)
                return;
            _ended.Cancel();
            (watching, connecting) = (_watching, _connecting);
        }
        if (watching is not null)
            await watching;
        if (connecting is not null)
            await EndAsync(connecting);
        _ended.Dispose();
    }

    private async Task<ConnectionMultiplexer> ConnectAsync()
    {
        ConnectionMultiplexer client = await ConnectionMultiplexer.ConnectAsync(_options);
        // Answers need no order among each other, and one that is slow to be taken must not hold up the rest.
        client.PreserveAsyncOrder = false;
        client.IncludeDetailInExceptions = false;
        client.ConnectionFailed += (_, lost) =>
        {
            if (lost.ConnectionType == ConnectionType.Subscription)
            {
                LoseMessages();
                return;
            }
            Interlocked.Increment(ref _connections);
            RedisLog.Lost(_logger, Address, lost.FailureType.ToString());
        };
        client.ConnectionRestored += (_, restored) =>
        {
            if (restored.ConnectionType == ConnectionType.Subscription)
            {
                // The client has sent its wishes to listen before it tells of this: what comes back after them is the proof.
                foreach (RedisSubscription subscription in Subscriptions())
                    subscription.Restored();
                return;
            }
            Interlocked.Increment(ref _connections);
            RedisLog.Restored(_logger, Address);
        };
        return client;
    }

    private async Task WatchAsync()
    {
        using var pause = new PeriodicTimer(LookEvery);
        while (!_ended.IsCancellationRequested)
        {
            try
            {
                if (!await LookAsync())
                    continue;
            }
            catch (Exception away) when (away is RedisException or ObjectDisposedException or System.Net.Sockets.SocketException or OperationCanceledException)
            {
                // Without a connection: the client makes it again by itself, and this looks again in a moment.
            }
            catch (Exception unexpected)
            {
                // Nobody would notice a silent connection any more if this ended.
                RedisLog.NotWatched(_logger, Address, unexpected);
            }
            try
            {
                await pause.WaitForNextTickAsync(_ended.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    /// <returns>False: the connection had fallen silent and was replaced.</returns>
    private async Task<bool> LookAsync()
    {
        ConnectionMultiplexer client = await OpenAsync(_ended.Token);
        try
        {
            await LookAsync(client).WaitAsync(LongestSilence, _ended.Token);
            return true;
        }
        catch (TimeoutException)
        {
            Replace(client);
            return false;
        }
    }

    private async Task LookAsync(ConnectionMultiplexer client)
    {
        await client.GetDatabase().PingAsync();
        IReadOnlyList<RedisSubscription> subscriptions = Subscriptions();
        if (subscriptions.Count == 0)
            return;
        foreach (RedisSubscription subscription in subscriptions)
            await subscription.ListenAsync(client);
        await client.GetSubscriber().PingAsync();
        foreach (RedisSubscription subscription in subscriptions)
            subscription.Confirm(client);
    }

    private void Replace(ConnectionMultiplexer silent)
    {
        Task<ConnectionMultiplexer>? replaced = null;
        lock (_lock)
        {
            if (!_ended.IsCancellationRequested && _connecting is { IsCompletedSuccessfully: true } && _connecting.Result == silent)
                (replaced, _connecting) = (_connecting, null);
        }
        if (replaced is null)
            return;
        Interlocked.Increment(ref _connections);
        RedisLog.Lost(_logger, Address, "it has fallen silent");
        LoseMessages();
        _ = Task.Run(() => EndAsync(replaced), CancellationToken.None);
    }

    private void LoseMessages()
    {
        foreach (RedisSubscription subscription in Subscriptions())
            subscription.Lost();
    }

    private RedisSubscription[] Subscriptions()
    {
        lock (_lock)
            return [.. _subscriptions];
    }

    private static async Task EndAsync(Task<ConnectionMultiplexer> connecting)
    {
        await ((Task)connecting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (connecting.IsCompletedSuccessfully)
            connecting.Result.Close(allowCommandsToComplete: false);
    }

    private static string Text(System.Net.EndPoint endPoint) => endPoint switch
    {
        System.Net.DnsEndPoint name => $"{name.Host}:{name.Port}",
        _ => endPoint.ToString()!,
    };
}
