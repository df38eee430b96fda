using Microsoft.Extensions.DependencyInjection;
using Perto.Platform;
using Perto.Vectors;

namespace Perto.Server.Tests;

/// <summary>Derived collections, one of which can be embedded under another model.</summary>
internal static class SeededCollections
{
    public const string Plots = "film-plots";

    public const string Reviews = "film-reviews";

    /// <summary>The model that <see cref="Reviews"/> can be embedded under.</summary>
    public const string NextModel = "words@2";

    public static void Describe(PertoBuilder perto) => perto.AddModule("seeded", module => module.Embedder<Copying>());

    public static async Task PublishAsync(IServiceProvider services, TenantId tenant)
    {
        foreach (string alias in (string[])[Plots, Reviews])
        {
            await services.GetRequiredService<DerivedCollections>().PublishAsync(
                tenant, alias, "words@1", Declare, [new VectorRecord("heat") { Vectors = { ["words"] = new float[] { 1, 2 } } }], TestContext.Current.CancellationToken);
        }
    }

    private static void Declare(CollectionSchemaBuilder schema) => schema.Dense("words", 2, Metric.Cosine);

    private sealed class Copying : IRecordEmbedder
    {
        public string Alias => Reviews;

        public string Model => NextModel;

        public void Declare(CollectionSchemaBuilder schema) => SeededCollections.Declare(schema);

        public Task<IReadOnlyList<VectorRecord>> EmbedAsync(TenantId tenant, IReadOnlyList<VectorRecord> records, CancellationToken cancellationToken) =>
            Task.FromResult(records);
    }
}
