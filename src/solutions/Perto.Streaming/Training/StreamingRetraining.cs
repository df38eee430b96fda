using Perto.Platform;

namespace Perto.Streaming;

/// <summary>Trains the collaborative model anew for each tenant that has one, on what was watched since.</summary>
internal sealed class StreamingRetraining(CollaborativeTraining training, IDatabase database) : IScheduledJob
{
    public async Task<string> RunAsync(JobContext context, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> tenants = await database.ReadAsync(
            session => session.QueryAsync<string>(
                "select tenant from model where name = @name and state = 'live' order by tenant", new { name = CollaborativeModel.ModelName }),
            cancellationToken);
        int live = 0;
        for (int index = 0; index < tenants.Count; index++)
        {
            int before = index;
            var progress = new Progress<TrainingProgress>(now => context.Report((before + now.Done) / tenants.Count, $"{tenants[before]}: {now.Detail}"));
            try
            {
                TrainingReport report = await training.TrainAsync(new TenantId(tenants[index]), progress, cancellationToken);
                live += report.Live ? 1 : 0;
            }
            catch (ConflictException)
            {
                // Too little is left to learn from, after an erasure: the model that stands stays.
            }
        }
        return $"{live:N0} of {tenants.Count:N0} models went live anew";
    }
}
