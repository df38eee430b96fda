namespace Perto.Platform;

/// <summary>A tag as this process knows it: entries hold it with the version that it had when they were begun.</summary>
internal sealed class CacheTag(long version)
{
    private long _version = version;

    public long Version
    {
        get => Volatile.Read(ref _version);
        set => Volatile.Write(ref _version, value);
    }
}
