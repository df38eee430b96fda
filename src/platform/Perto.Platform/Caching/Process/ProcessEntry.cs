using System.Runtime.ExceptionServices;

namespace Perto.Platform;

/// <summary>A value in the memory of this process.</summary>
/// <param name="key">Where it stands.</param>
/// <param name="value">The value; null: there is none, and that is known, or there is a <see cref="Failure"/>.</param>
/// <param name="size">Bytes that it counts for.</param>
internal sealed class ProcessEntry(EntryKey key, object? value, int size)
{
    private readonly EntryKey _key = key;
    private long _refreshFrom = long.MinValue;

    public ref readonly EntryKey Key => ref _key;

    public object? Value { get; } = value;

    /// <summary>The failure that is given in place of a value.</summary>
    public ExceptionDispatchInfo? Failure { get; init; }

    public int Size { get; } = size;

    /// <summary>A time stamp of the clock.</summary>
    public required long FreshUntil { get; init; }

    /// <summary>A time stamp of the clock.</summary>
    public required long StaleUntil { get; init; }

    public required TagStamp Stamp { get; init; }

    public required long Epoch { get; init; }

    /// <summary>The time stamp from which on it may be made anew in the background; later after an attempt that failed.</summary>
    public long RefreshFrom
    {
        get => Volatile.Read(ref _refreshFrom);
        set => Volatile.Write(ref _refreshFrom, value);
    }

    /// <summary>Whether it was used since the hand passed: written by readers without a lock, because all of them write the same.</summary>
    public bool Used { get; set; }

    /// <summary>Neighbours in the order of arrival; belong to the shard.</summary>
    public ProcessEntry? Newer { get; set; }

    /// <inheritdoc cref="Newer"/>
    public ProcessEntry? Older { get; set; }
}
