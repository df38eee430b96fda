namespace Perto.Platform;

/// <summary>Work of a module that takes long enough to be watched: imports, training, re-embedding.</summary>
public interface ITaskSource
{
    /// <summary>What runs now and what ended lately, newest first; at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<TaskProgress>> TasksAsync(TenantId tenant, int limit, CancellationToken cancellationToken);
}
