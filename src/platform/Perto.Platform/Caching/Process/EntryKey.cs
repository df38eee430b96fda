using System.Runtime.CompilerServices;

namespace Perto.Platform;

/// <summary>A key in the memory of this process; two of them are equal when cache, tenant and text are.</summary>
internal readonly struct EntryKey : IEquatable<EntryKey>
{
    // Computed once: it chooses the shard, and the place in it.
    private readonly int _hash;

    /// <param name="use">The cache, by identity.</param>
    /// <param name="tenant">The tenant.</param>
    /// <param name="key">The key, or the tag, as the caller gave it.</param>
    public EntryKey(ProcessUse use, TenantId tenant, string key)
    {
        (Use, Tenant, Key) = (use, tenant, key);
        _hash = HashCode.Combine(RuntimeHelpers.GetHashCode(use), tenant, key.GetHashCode(StringComparison.Ordinal));
    }

    public ProcessUse Use { get; }

    public TenantId Tenant { get; }

    public string Key { get; }

    public bool Equals(EntryKey other) => _hash == other._hash && Use == other.Use && Tenant == other.Tenant && Key == other.Key;

    public override bool Equals(object? obj) => obj is EntryKey other && Equals(other);

    public override int GetHashCode() => _hash;
}
