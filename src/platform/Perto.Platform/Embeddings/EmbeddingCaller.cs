namespace Perto.Platform;

/// <summary>Whoever waits for some texts together.</summary>
internal sealed class EmbeddingCaller
{
    private volatile bool _failed;

    /// <summary>Whether one of its texts failed: it gives up the others, and no call is to begin for them until it has.</summary>
    public bool Failed => _failed;

    /// <summary>One of its texts failed.</summary>
    public void Fail() => _failed = true;
}
