using System.Collections.Concurrent;

namespace Perto.Platform;

/// <summary>
/// The tags that entries of this process have. A tag that no entry has any more is forgotten; versions are never given twice, so that one that
/// comes back is another.
/// </summary>
internal sealed class CacheTags
{
    private const int SweepFrom = 1024;

    private readonly ConcurrentDictionary<EntryKey, WeakReference<CacheTag>> _tags = new();
    private long _versions;
    private int _sweepAt = SweepFrom;

    /// <summary>The tag, made when nothing has it.</summary>
    public CacheTag Find(in EntryKey key)
    {
        while (true)
        {
            if (!_tags.TryGetValue(key, out WeakReference<CacheTag>? known))
            {
                var made = new CacheTag(Interlocked.Increment(ref _versions));
                if (_tags.TryAdd(key, new WeakReference<CacheTag>(made)))
                {
                    Sweep();
                    return made;
                }
            }
            else if (known.TryGetTarget(out CacheTag? tag))
            {
                return tag;
            }
            else
            {
                _tags.TryRemove(KeyValuePair.Create(key, known));
            }
        }
    }

    /// <summary>Makes all entries that have the tag invalid, and those that are being made.</summary>
    public void Invalidate(in EntryKey key)
    {
        if (_tags.TryGetValue(key, out WeakReference<CacheTag>? known) && known.TryGetTarget(out CacheTag? tag))
            tag.Version = Interlocked.Increment(ref _versions);
    }

    private void Sweep()
    {
        int sweepAt = Volatile.Read(ref _sweepAt);
        if (_tags.Count < sweepAt || Interlocked.CompareExchange(ref _sweepAt, int.MaxValue, sweepAt) != sweepAt)
            return;
        foreach (KeyValuePair<EntryKey, WeakReference<CacheTag>> tag in _tags)
        {
            if (!tag.Value.TryGetTarget(out _))
                _tags.TryRemove(tag);
        }
        Volatile.Write(ref _sweepAt, Math.Max(SweepFrom, _tags.Count * 2));
    }
}
