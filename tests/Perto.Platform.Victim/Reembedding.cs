using Microsoft.Extensions.DependencyInjection;
using Perto.Vectors;

namespace Perto.Platform.Victim;

/// <summary>Publishes 6,000 records and embeds them anew; prints a line before each batch.</summary>
internal static class Reembedding
{
    public static async Task<int> RunAsync(IServiceProvider services)
    {
        await services.GetRequiredService<DatabaseMigrator>().MigrateAsync();
        await services.GetRequiredService<DerivedCollections>().PublishAsync(
            new TenantId("t"),
            PrintingEmbedder.AliasName,
            "plot@1",
            PrintingEmbedder.Schema,
            [.. Enumerable.Range(0, 6_000).Select(number => new VectorRecord($"i{number:0000}") { Vectors = { ["plot"] = new[] { 1f, number } } })]);
        await services.GetRequiredService<LocalCollectionRebuilds>().Of(new TenantId("t")).RunningHere().ReembedAsync(PrintingEmbedder.AliasName, "plot@2");
        await Task.Delay(Timeout.Infinite);
        return 0;
    }
}
