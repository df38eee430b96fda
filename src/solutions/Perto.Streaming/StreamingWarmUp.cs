using Microsoft.Extensions.Logging;
using Perto.Platform;

namespace Perto.Streaming;

/// <summary>Loads titles and model of every tenant and makes a few pages, so that the first page is not the slow one.</summary>
internal sealed class StreamingWarmUp(IDatabase database, StreamingService streaming, ContentVectors vectors, ILogger<StreamingWarmUp> logger) : IWarmUp
{
    // The runtime compiles hot code again after some 30 calls.
    private const int Pages = 40;

    public async Task WarmUpAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<string> tenants = await database.ReadAsync(
            session => session.QueryAsync<string>("select distinct tenant from streaming_title order by tenant"), cancellationToken);
        foreach (TenantId tenant in tenants.Select(name => new TenantId(name)))
        {
            try
            {
                await WarmUpAsync(tenant, cancellationToken);
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
            {
                // One tenant's trouble must not keep the server from the others.
                logger.NotWarmedUp(tenant, failure);
            }
        }
    }

    private async Task WarmUpAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        await vectors.RefreshAsync(tenant, cancellationToken);
        IReadOnlyList<string> people = await database.ReadAsync(
            session => session.QueryAsync<string>(
                "select id from streaming_person where tenant = @tenant order by id limit @limit",
                new { tenant = tenant.Value, limit = Pages }),
            cancellationToken);
        // The first page compiles the code. What is late behind it is late for other reasons, and must not keep a server from being ready.
        for (int page = 0; page < people.Count; page++)
            await streaming.PrepareAsync(tenant, people[page], isPatient: page == 0, cancellationToken);
    }
}
