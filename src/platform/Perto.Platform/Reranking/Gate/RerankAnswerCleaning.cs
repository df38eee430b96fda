namespace Perto.Platform;

/// <summary>Deletes answers for which no feedback is taken any more.</summary>
internal sealed class RerankAnswerCleaning(IDatabase database, RerankingSettings settings, TimeProvider clock) : IScheduledJob
{
    private const int AtOnce = 5_000;

    public async Task<string> RunAsync(JobContext context, CancellationToken cancellationToken)
    {
        long before = UnixMicros.From(clock.GetUtcNow().AddDays(-settings.Gate.FeedbackDays));
        long deleted = 0;
        int some;
        do
        {
            // In portions, so that writers do not wait.
            some = await database.WriteAsync(
                session => session.ExecuteAsync(
                    "delete from reranking_answer where (tenant, id) in (select tenant, id from reranking_answer where at < @before order by at limit @AtOnce)",
                    new { before, AtOnce }),
                cancellationToken);
            deleted += some;
            context.Report(done: null, $"{deleted:N0} answers");
        }
        while (some == AtOnce);
        return $"{deleted:N0} re-ranked answers deleted";
    }
}
