using Perto.Platform;

namespace Perto.Server;

/// <summary>The long work of all modules in one list.</summary>
internal sealed class TaskList(IEnumerable<ITaskSource> sources)
{
    /// <summary>How many are listed.</summary>
    public const int Limit = 50;

    /// <summary>What runs and what ended lately, newest first.</summary>
    public async Task<IReadOnlyList<TaskProgress>> ReadAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        var tasks = new List<TaskProgress>();
        foreach (ITaskSource source in sources)
            tasks.AddRange(await source.TasksAsync(tenant, Limit, cancellationToken));
        return [.. tasks.OrderByDescending(task => task.StartedAt).Take(Limit)];
    }
}
