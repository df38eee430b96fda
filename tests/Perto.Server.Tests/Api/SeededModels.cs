using Microsoft.Extensions.DependencyInjection;
using Perto.Platform;

namespace Perto.Server.Tests;

/// <summary>A model that nothing serves, with two versions that went live: the second can be rolled back.</summary>
internal static class SeededModels
{
    public const string Name = "taste";

    public static async Task AddAsync(IServiceProvider services, TenantId tenant)
    {
        ModelRegistry registry = services.GetRequiredService<ModelRegistry>();
        for (int version = 1; version <= 2; version++)
        {
            ModelVersion saved = await registry.SaveAsync(
                tenant,
                new ModelDraft { Name = Name, Kind = "als", Metrics = new Dictionary<string, double> { ["ndcg@10"] = 0.3 } },
                new byte[] { 1, 2, 3 },
                TestContext.Current.CancellationToken);
            await registry.PromoteAsync(tenant, Name, saved.Version, cancellationToken: TestContext.Current.CancellationToken);
        }
    }
}
