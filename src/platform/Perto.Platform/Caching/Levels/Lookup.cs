namespace Perto.Platform;

/// <summary>What the levels outside of this process hold under a key.</summary>
/// <param name="key">See <see cref="LevelKey"/>.</param>
/// <param name="levels">How many levels there are.</param>
internal sealed class Lookup(string key, int levels)
{
    public string Key { get; } = key;

    /// <summary>The best that was found, fresh or stale; null: nothing.</summary>
    public StoredValue? Value { get; set; }

    /// <summary>The level that has it.</summary>
    public int FoundAt { get; set; }

    /// <summary>By level; null: it was away, or did not need to be asked.</summary>
    public LevelRead?[] Reads { get; } = new LevelRead?[levels];

    public bool IsFresh(long now) => Value is { } value && now < value.FreshUntil;
}
