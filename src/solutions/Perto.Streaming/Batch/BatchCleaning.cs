using System.Globalization;
using Microsoft.Extensions.Options;
using Perto.Platform;

namespace Perto.Streaming;

/// <summary>Deletes batches that ended more than <see cref="BatchSettings.Days"/> ago.</summary>
internal sealed class BatchCleaning(BatchRuns runs, BatchPeople people, IOptions<BatchSettings> settings, TimeProvider clock) : IScheduledJob
{
    public async Task<string> RunAsync(JobContext context, CancellationToken cancellationToken)
    {
        IReadOnlyList<(TenantId Tenant, string Id)> ended = await runs.EndedAsync(clock.GetUtcNow().AddDays(-settings.Value.Days), cancellationToken);
        for (int i = 0; i < ended.Count; i++)
        {
            context.Report((double)i / ended.Count, $"batch {ended[i].Id}");
            await people.DeleteAsync(ended[i].Tenant, ended[i].Id, cancellationToken);
            await runs.DeleteAsync(ended[i].Tenant, ended[i].Id, cancellationToken);
        }
        return string.Create(CultureInfo.InvariantCulture, $"{ended.Count:N0} batches deleted");
    }
}
