namespace Perto.Platform;

/// <summary>Tells workers of new messages, so that they need not ask the database all the time.</summary>
/// <remarks>
/// A signal may be lost, by a crash or a broken connection: workers also look every few seconds. It may come in vain as well.
/// </remarks>
public interface IOutboxSignal
{
    /// <summary>Wakes the topic's workers once the transaction of <paramref name="session"/> is durable.</summary>
    Task AnnounceAsync(DatabaseSession session, string topic);

    /// <summary>Calls <paramref name="wake"/>, which must be short, whenever there may be new messages of the topic, until disposed.</summary>
    IDisposable Subscribe(string topic, Action wake);
}
