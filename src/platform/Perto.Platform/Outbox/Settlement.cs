namespace Perto.Platform;

/// <summary>What became of claimed messages and is not written down yet. Writing it twice does no harm: a message that its worker no longer has is left alone.</summary>
internal sealed class Settlement
{
    /// <summary>Handled by an external handler.</summary>
    public List<ClaimedMessage> Done { get; } = [];

    /// <summary>To be tried again or given up.</summary>
    public List<OutboxFailure> Failed { get; } = [];

    /// <summary>Given back untried, with the time from which others may have it: the try does not count.</summary>
    public List<(ClaimedMessage Message, long DueAt)> Returned { get; } = [];

    /// <summary>Keys of messages that left the queue: the next one of each may go on.</summary>
    public HashSet<(string Tenant, string Key)> Freed { get; } = [];

    public bool IsEmpty => Done.Count + Failed.Count + Returned.Count + Freed.Count == 0;

    /// <summary>Takes over what <paramref name="other"/> has.</summary>
    public void Add(Settlement other)
    {
        Done.AddRange(other.Done);
        Failed.AddRange(other.Failed);
        Returned.AddRange(other.Returned);
        Freed.UnionWith(other.Freed);
    }
}
