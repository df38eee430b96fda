using StackExchange.Redis;

namespace Perto.Redis;

/// <summary>One channel that this process listens to, on one client after the other.</summary>
internal sealed class RedisSubscription : IAsyncDisposable
{
    private readonly RedisLink _link;
    private readonly RedisChannel _channel;
    private readonly Action<byte[]> _received;
    private readonly Action<bool> _connected;
    private readonly Lock _lock = new();
    private ConnectionMultiplexer? _client;
    private State _state = State.Away;
    private bool _told;

    public RedisSubscription(RedisLink link, string channel, Action<byte[]> received, Action<bool> connected)
    {
        _link = link;
        _channel = new RedisChannel(channel, RedisChannel.PatternMode.Literal);
        _received = received;
        _connected = connected;
        _link.Add(this);
    }

    private enum State
    {
        /// <summary>No connection, or none that was asked yet.</summary>
        Away,

        /// <summary>The server was asked; an answer on the same connection proves that it took it.</summary>
        Asked,

        /// <summary>Messages come.</summary>
        Listening,
    }

    /// <summary>Asks the server of a client that has not been asked yet.</summary>
    public async Task ListenAsync(ConnectionMultiplexer client)
    {
        if (ReferenceEquals(_client, client))
            return;
        ISubscriber subscriber = client.GetSubscriber();
        await subscriber.SubscribeAsync(_channel, Received);
        // Without a connection the client notes the wish and says nothing.
        if (subscriber.SubscribedEndpoint(_channel) is null)
        {
            await subscriber.UnsubscribeAsync(_channel, Received);
            return;
        }
        lock (_lock)
            (_client, _state) = (client, State.Asked);
    }

    /// <summary>The connection was lost.</summary>
    public void Lost() => Become(State.Away);

    /// <summary>The connection was made again, and the server asked again.</summary>
    public void Restored() => Become(State.Asked);

    /// <summary>A client's connection answered.</summary>
    public void Confirm(ConnectionMultiplexer client)
    {
        lock (_lock)
        {
            if (!ReferenceEquals(_client, client) || _state != State.Asked)
                return;
        }
        Become(State.Listening);
    }

    public async ValueTask DisposeAsync()
    {
        _link.Remove(this);
        if (_client is not { } client)
            return;
        try
        {
            await client.GetSubscriber().UnsubscribeAsync(_channel, Received);
        }
        catch (Exception gone) when (gone is RedisException or ObjectDisposedException)
        {
            // The connection that would have to be told is not there.
        }
    }

    private void Received(RedisChannel channel, RedisValue message) => _received(message!);

    private void Become(State state)
    {
        // Told under the lock: whoever is told false and true must be told in that order.
        lock (_lock)
        {
            _state = state;
            bool listening = state == State.Listening;
            if (listening == _told)
                return;
            _told = listening;
            _connected(listening);
        }
    }
}
