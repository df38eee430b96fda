namespace Perto.Platform;

/// <summary>
/// A level of the caches outside of this process. It keeps bytes under keys, and a version for each tag: a value belongs to the versions that
/// its tags had when it was begun, so that one write makes all values of a tag invalid.
/// </summary>
/// <remarks>Calls throw a <see cref="PertoException"/> or <see cref="System.Data.Common.DbException"/> when the level is away; the next one then answers.</remarks>
public interface ICacheLevel
{
    /// <summary>As metrics and statistics name it: <c>redis</c>, <c>database</c>.</summary>
    string Name { get; }

    /// <summary>Reads keys, and the versions of tags; a tag without a version is given one.</summary>
    /// <param name="space">Whose.</param>
    /// <param name="keys">At least one; as <see cref="LevelWrite.Key"/>.</param>
    /// <param name="tags">Of all the keys; short and of plain characters, as keys are. The empty one stands for all values of the space's tenant.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>In the order of the keys.</returns>
    ValueTask<LevelRead[]> ReadAsync(CacheSpace space, IReadOnlyList<string> keys, IReadOnlyList<string> tags, CancellationToken cancellationToken);

    /// <summary>Writes values, except where <see cref="LevelWrite.Read"/> forbids it.</summary>
    ValueTask WriteAsync(CacheSpace space, IReadOnlyList<LevelWrite> values, CancellationToken cancellationToken);

    /// <summary>Removes keys, each with a <see cref="RemovalMark"/> in its place.</summary>
    ValueTask RemoveAsync(CacheSpace space, IReadOnlyList<string> keys, CancellationToken cancellationToken);

    /// <summary>Gives a tag another version.</summary>
    ValueTask InvalidateAsync(CacheSpace space, string tag, CancellationToken cancellationToken);
}
