namespace Perto.Platform;

/// <summary>Runs the handler of a topic over claimed messages: in transactions, or outside of them.</summary>
internal interface IOutboxRun
{
    /// <summary>How many messages it has room for.</summary>
    int Room { get; }

    /// <summary>Whether nothing is at work.</summary>
    bool IsIdle { get; }

    /// <summary>Takes messages and returns at once.</summary>
    void Take(IReadOnlyList<ClaimedMessage> messages);

    /// <summary>Gives back what has not begun.</summary>
    void ReturnWaiting();

    /// <summary>Messages whose leases have to be renewed.</summary>
    IReadOnlyList<long> Leased();

    /// <summary>Others have these: whoever works on them shall stop.</summary>
    /// <returns>How many were still at work.</returns>
    int Drop(IReadOnlyCollection<long> lost);
}
