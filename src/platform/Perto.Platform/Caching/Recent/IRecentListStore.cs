namespace Perto.Platform;

/// <summary>Where recent lists are kept so that servers share them.</summary>
/// <remarks>Calls throw <see cref="DependencyException"/> while it is away.</remarks>
public interface IRecentListStore
{
    /// <summary>Puts values in front of a list, the last of them first, and cuts it.</summary>
    ValueTask AddAsync(RecentListKey key, IReadOnlyList<string> values, RecentListOptions options, CancellationToken cancellationToken);

    /// <summary>The newest values, newest first.</summary>
    ValueTask<IReadOnlyList<string>> ReadAsync(RecentListKey key, int count, CancellationToken cancellationToken);

    /// <summary>Removes a list.</summary>
    ValueTask RemoveAsync(RecentListKey key, CancellationToken cancellationToken);
}
