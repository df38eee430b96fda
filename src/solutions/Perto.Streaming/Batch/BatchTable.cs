using System.Text.Json;
using Perto.Platform;

namespace Perto.Streaming;

/// <summary>The table of the database.</summary>
internal sealed class BatchTable(BatchPeople people, TenantId tenant, string id, KeptLease lease) : IBatchOutput
{
    /// <inheritdoc/>
    public Task OpenAsync(long bytes, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task<long?> WriteAsync(IReadOnlyList<BatchedPage> pages, CancellationToken cancellationToken) =>
        await people.StoreAsync(tenant, id, [.. pages.Select(page => (page.User, JsonSerializer.Serialize(page, PertoJson.Options)))], lease, cancellationToken) ? 0 : null;

    /// <inheritdoc/>
    public Task FinishAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
