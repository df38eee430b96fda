namespace Perto.Platform;

/// <summary>Forgets which events were counted, after the days in which they may come again.</summary>
internal sealed class FeatureCleaning(IDatabase database, FeatureSettings settings, TimeProvider clock) : IScheduledJob
{
    private const int AtOnce = 5_000;

    public async Task<string> RunAsync(JobContext context, CancellationToken cancellationToken)
    {
        long before = UnixMicros.From(clock.GetUtcNow().AddDays(-settings.SeenDays));
        long forgotten = 0;
        int some;
        do
        {
            // In portions, so that writers do not wait.
            some = await database.WriteAsync(
                session => session.ExecuteAsync(
                    """
                    delete from feature_event where (tenant, view_id, id) in (
                        select tenant, view_id, id from feature_event where seen_at < @before order by seen_at limit @AtOnce)
                    """,
                    new { before, AtOnce }),
                cancellationToken);
            forgotten += some;
            context.Report(done: null, $"{forgotten:N0} events");
        }
        while (some == AtOnce);
        return $"{forgotten:N0} counted events forgotten";
    }
}
