namespace Perto.Platform;

/// <summary>
/// A place with the packed rows of entities, asked in the order of registration before the table of the database, which is the truth: the
/// process's own memory, or a Redis that many servers share. What it does not know it leaves for the next.
/// </summary>
public interface IOnlineFeatures
{
    /// <summary>Looks rows up, in one round trip.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="keys">Which.</param>
    /// <param name="rows">As long as <paramref name="keys"/>; those that are known are set, the others are left as they are.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <remarks>A place that cannot be reached sets nothing, and says so with <see cref="Dependency.FellBack"/>.</remarks>
    ValueTask GetAsync(TenantId tenant, ReadOnlyMemory<EntityKey> keys, Memory<OnlineRow> rows, CancellationToken cancellationToken);

    /// <summary>Takes rows over, each where what it has is of a smaller revision.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="keys">Which.</param>
    /// <param name="rows">What the database has of each; with an empty row there is nothing any more.</param>
    /// <param name="changed">Whether they were changed just now, so that what the place has is old; else it only did not know them.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>False where the place could not be reached.</returns>
    ValueTask<bool> PutAsync(TenantId tenant, ReadOnlyMemory<EntityKey> keys, ReadOnlyMemory<OnlineRow> rows, bool changed, CancellationToken cancellationToken);
}
