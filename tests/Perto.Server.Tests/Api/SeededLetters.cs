using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Perto.Platform;

namespace Perto.Server.Tests;

/// <summary>Messages that were given up, of a topic that nobody handles: one that is replayed waits for good.</summary>
internal static class SeededLetters
{
    /// <summary>Writes one and gives its id.</summary>
    public static async Task<string> AddAsync(IServiceProvider services, TenantId tenant, string topic, string words)
    {
        string id = services.GetRequiredService<IdGenerator>().NewId();
        await services.GetRequiredService<IDatabase>().WriteAsync(
            session => session.ExecuteAsync(
                """
                insert into outbox_dead (tenant, id, topic, ordering_key, payload, enqueued_at, attempts, error, died_at)
                values (@tenant, @id, @topic, @words, @payload, 1738348200000000, 5, @words, 1738348930000000)
                """,
                new { tenant = tenant.Value, id, topic, words, payload = JsonSerializer.Serialize(new { words }) }),
            TestContext.Current.CancellationToken);
        return id;
    }
}
