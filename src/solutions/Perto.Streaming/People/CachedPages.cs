using Perto.Platform;

namespace Perto.Streaming;

/// <summary>Home pages and histories of people in the memory of this process.</summary>
internal sealed class CachedPages(StreamingService streaming, People people, Exposures exposures) : IPersonalDataSource
{
    public string Name => "streaming/pages";

    public string Description =>
        "Home pages, histories and the titles that were shown too often, in the memory of a server: until the person does something, ten minutes after they were last used, or as long as Perto:Streaming:HomeCacheMinutes says. Models hold titles and their factors, and nobody's id.";

    public Task<long> CountAsync(TenantId tenant, string subject, CancellationToken cancellationToken) =>
        Task.FromResult<long>(streaming.CachedOf(tenant, subject) + (people.IsCached(tenant, subject) ? 1 : 0) + (exposures.IsCached(tenant, subject) ? 1 : 0));

    public async Task<bool> EraseAsync(TenantId tenant, string subject, CancellationToken cancellationToken)
    {
        await streaming.ForgetAsync(tenant, subject);
        people.Forget(tenant, subject);
        exposures.Forget(tenant, subject);
        return true;
    }

    // They are made of what the tables have.
    public IAsyncEnumerable<object> ExportAsync(TenantId tenant, string subject, CancellationToken cancellationToken) => AsyncEnumerable.Empty<object>();
}
