using Perto.Platform;

namespace Perto.Streaming;

/// <summary>Follows the catalogues of all tenants with their content vectors.</summary>
internal sealed class ContentRefresh(ContentVectors vectors, IDatabase database) : IScheduledJob
{
    public async Task<string> RunAsync(JobContext context, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> tenants = await database.ReadAsync(
            session => session.QueryAsync<string>("select distinct tenant from streaming_title order by tenant"), cancellationToken);
        int written = 0;
        for (int index = 0; index < tenants.Count; index++)
        {
            context.Report((double)index / tenants.Count, tenants[index]);
            written += await vectors.RefreshAsync(new TenantId(tenants[index]), cancellationToken);
        }
        return $"content vectors of {written:N0} titles written";
    }
}
