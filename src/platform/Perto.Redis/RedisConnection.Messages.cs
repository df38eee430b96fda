namespace Perto.Redis;

/// <content>Messages between processes: at most once, and only to those that listen.</content>
public sealed partial class RedisConnection
{
    /// <summary>Sends a message to all who listen to a channel now, this process included.</summary>
    /// <returns>How many listened.</returns>
    public ValueTask<long> PublishAsync(string channel, byte[] message, CancellationToken cancellationToken = default) =>
        CallAsync(database => database.PublishAsync(channel, message), repeatable: true, cancellationToken);

    /// <summary>
    /// Listens to a channel from as soon as the server can be reached. A connection that is lost is made again by itself; what was sent in
    /// between is lost.
    /// </summary>
    /// <param name="channel">The channel.</param>
    /// <param name="received">Takes a message; must be short and must not throw. Messages may come at once and in another order than they were sent in.</param>
    /// <param name="connected">
    /// Told true when the server has confirmed that it sends messages, and false when the connection is lost; by turns, the first time true.
    /// Must be short and must not throw.
    /// </param>
    /// <returns>Listens until it is disposed.</returns>
    public IAsyncDisposable Subscribe(string channel, Action<byte[]> received, Action<bool> connected)
    {
        ArgumentException.ThrowIfNullOrEmpty(channel);
        ArgumentNullException.ThrowIfNull(received);
        ArgumentNullException.ThrowIfNull(connected);
        return new RedisSubscription(_link, channel, received, connected);
    }
}
