namespace Perto.Learning;

/// <summary>The data are too large for this method as it is set: says how large they are, the limit, and the memory it would take.</summary>
public sealed class ModelTooLargeException(string what, long size, long limit, long bytes)
    : Exception(FormattableString.Invariant($"{what} is {size}, the limit is {limit}; it would take {bytes / (1024.0 * 1024 * 1024):0.0} GiB"))
{
    /// <summary>How large it is.</summary>
    public long Size { get; } = size;

    /// <summary>How large it may be.</summary>
    public long Limit { get; } = limit;

    /// <summary>The memory that <see cref="Size"/> would take, in bytes.</summary>
    public long Bytes { get; } = bytes;
}
