using Perto.Platform;

namespace Perto.Streaming;

/// <summary>Learns for every tenant that serves pages.</summary>
internal sealed class RowLearningJob(RowLearning learning, IDatabase database) : IScheduledJob
{
    public async Task<string> RunAsync(JobContext context, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> tenants = await database.ReadAsync(
            session => session.QueryAsync<string>("select distinct tenant from streaming_served order by tenant"), cancellationToken);
        int pages = 0;
        for (int index = 0; index < tenants.Count; index++)
        {
            context.Report((double)index / tenants.Count, tenants[index]);
            pages += await learning.LearnAsync(new TenantId(tenants[index]), cancellationToken);
        }
        return $"learned from {pages:N0} served pages";
    }
}
