namespace Perto.Platform;

/// <summary>What a worker got from the queue.</summary>
internal sealed record Claim
{
    /// <summary>To be handled, in the order in which they fell due.</summary>
    public IReadOnlyList<ClaimedMessage> Messages { get; init; } = [];

    /// <summary>Messages that ended as dead letters because their workers died with them.</summary>
    public IReadOnlyList<ClaimedMessage> Abandoned { get; init; } = [];

    /// <summary>Whether there may be more that could be claimed now.</summary>
    public bool HasMore { get; init; }

    /// <summary>When the next message falls due, as Unix microseconds; null when none waits.</summary>
    public long? NextDue { get; init; }

    /// <summary>Handled messages that the worker had lost before it could write that down; others handle them again.</summary>
    public IReadOnlyList<ClaimedMessage> Lost { get; init; } = [];
}
