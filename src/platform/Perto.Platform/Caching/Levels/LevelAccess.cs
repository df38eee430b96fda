using System.Data.Common;
using Microsoft.Extensions.Logging;

namespace Perto.Platform;

/// <summary>
/// A level as all caches use it: one that is away is passed over, and one that missed removals is not read before it has been told of them.
/// </summary>
/// <param name="level">The level.</param>
/// <param name="settled">Told of each removal that it missed and was told of later.</param>
/// <param name="logger">Told when it is passed over.</param>
internal sealed partial class LevelAccess(ICacheLevel level, Func<CacheSpace, OwedRemoval, ValueTask> settled, ILogger logger)
{
    private readonly OwedRemovals _owed = new();
    private int _settling;

    public string Name => level.Name;

    /// <summary>What it holds; null: it is away.</summary>
    public async ValueTask<LevelRead[]?> TryReadAsync(
        CacheSpace space, IReadOnlyList<string> keys, IReadOnlyList<string> tags, CancellationToken cancellationToken)
    {
        try
        {
            if (_owed.Any && !await SettleAsync(cancellationToken))
                return null;
            return await level.ReadAsync(space, keys, tags, cancellationToken);
        }
        catch (Exception away) when (IsAway(away))
        {
            PassedOver(away.Message);
            return null;
        }
    }

    /// <summary>Writes, where it can be reached: what is not written is made again.</summary>
    /// <returns>Whether it could.</returns>
    public async ValueTask<bool> TryWriteAsync(CacheSpace space, IReadOnlyList<LevelWrite> values, CancellationToken cancellationToken)
    {
        try
        {
            await level.WriteAsync(space, values, cancellationToken);
            return true;
        }
        catch (Exception away) when (IsAway(away))
        {
            PassedOver(away.Message);
            return false;
        }
    }

    /// <summary>Removes a key or makes a tag invalid, at once or as soon as it can be reached.</summary>
    /// <returns>Whether at once.</returns>
    public async ValueTask<bool> RemoveAsync(CacheSpace space, OwedRemoval removal)
    {
        try
        {
            // A removal that was begun is carried out, whatever becomes of the caller.
            await CarryOutAsync(space, removal, CancellationToken.None);
            return true;
        }
        catch (Exception away) when (IsAway(away))
        {
            _owed.Add(space, removal);
            PassedOver(away.Message);
            return false;
        }
    }

    private async ValueTask<bool> SettleAsync(CancellationToken cancellationToken)
    {
        // One caller tells it; for the others it is away.
        if (Interlocked.Exchange(ref _settling, 1) == 1)
            return false;
        try
        {
            foreach ((CacheSpace space, OwedRemoval removal, long number) in _owed.List())
            {
                await CarryOutAsync(space, removal, cancellationToken);
                _owed.Settled(space, removal, number);
                await settled(space, removal);
            }
            // What was added meanwhile is told by the next caller.
            return !_owed.Any;
        }
        finally
        {
            Volatile.Write(ref _settling, 0);
        }
    }

    private ValueTask CarryOutAsync(CacheSpace space, OwedRemoval removal, CancellationToken cancellationToken) =>
        removal.IsTag
            ? level.InvalidateAsync(space, removal.LevelName, cancellationToken)
            : level.RemoveAsync(space, [removal.LevelName], cancellationToken);

    private static bool IsAway(Exception failed) => failed is PertoException or DbException;

    private void PassedOver(string reason) => PassedOver(level.Name, reason);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The cache level {Level} was passed over: {Reason}")]
    private partial void PassedOver(string level, string reason);
}
