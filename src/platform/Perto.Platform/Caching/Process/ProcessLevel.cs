using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace Perto.Platform;

/// <summary>The first level: values of all caches as objects in the memory of this process, bounded by bytes together.</summary>
internal sealed class ProcessLevel
{
    /// <summary>What an entry takes beside its value: itself, its key and its place in the dictionary, about.</summary>
    public const int EntryBytes = 256;

    // Fewer, larger shards hold large values; more of them let writers pass each other.
    private const long SmallestShard = 4 << 20;
    private const int MostShards = 16;

    private readonly ProcessShard[] _shards;

    /// <param name="bytes">What all entries count for together at most.</param>
    public ProcessLevel(long bytes)
    {
        int shards = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(bytes / SmallestShard, 1, Math.Min(MostShards, Environment.ProcessorCount * 2)));
        _shards = [.. Enumerable.Range(0, shards).Select(_ => new ProcessShard(bytes / shards))];
    }

    public bool TryGet(in EntryKey key, [NotNullWhen(true)] out ProcessEntry? entry) => Shard(key).TryGet(key, out entry);

    public void Set(ProcessEntry entry) => Shard(entry.Key).Set(entry);

    public void Remove(in EntryKey key) => Shard(key).Remove(key);

    /// <summary>All entries of a cache, in no order; walks over all of the level.</summary>
    public IEnumerable<ProcessEntry> Of(ProcessUse use) => _shards.SelectMany(shard => shard.Entries).Where(entry => entry.Key.Use == use);

    // The low bits of the hash choose the bucket inside of a shard.
    private ProcessShard Shard(in EntryKey key) =>
        _shards.Length == 1 ? _shards[0] : _shards[(int)((uint)key.GetHashCode() * 2654435769u >> 24) & (_shards.Length - 1)];
}
