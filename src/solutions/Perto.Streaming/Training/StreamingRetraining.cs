using Perto.Platform;

namespace Perto.Streaming;

/// <summary>Trains the models anew for each tenant that has a collaborative one, on what was watched and done with pages since.</summary>
internal sealed class StreamingRetraining(CollaborativeTraining training, RankerTraining ranker, IDatabase database) : IScheduledJob
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
            var tenant = new TenantId(tenants[index]);
            live += await TrainedAsync(async () => (await training.TrainAsync(tenant, progress, cancellationToken)).Live) ? 1 : 0;
            live += await TrainedAsync(async () => (await ranker.TrainAsync(tenant, progress, cancellationToken)).Live) ? 1 : 0;
        }
        return $"{live:N0} models of {tenants.Count:N0} tenants went live anew";
    }

    private static async Task<bool> TrainedAsync(Func<Task<bool>> train)
    {
        try
        {
            return await train();
        }
        catch (ConflictException)
        {
            // Too little is there to learn from, or too little is left after an erasure: the model that stands stays.
            return false;
        }
    }
}
