namespace Perto.Platform;

/// <summary>What this process holds is believed within one epoch: after messages were missed another one begins.</summary>
internal sealed class Epoch
{
    private long _number;

    public long Number => Volatile.Read(ref _number);

    public void Next() => Interlocked.Increment(ref _number);
}
