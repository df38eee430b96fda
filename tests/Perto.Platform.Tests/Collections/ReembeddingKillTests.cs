using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Perto.Testing;
using Perto.Vectors;

namespace Perto.Platform.Tests;

public sealed class ReembeddingKillTests
{
    private static readonly TenantId Tenant = new("t");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData(2), InlineData(9), InlineData(20)]
    public async Task After_a_kill_it_goes_on_behind_the_last_batch_that_was_written(int batches)
    {
        using var folder = new TemporaryFolder();
        using (Victim victim = Victim.Start("reembed", folder.Path))
        {
            await victim.PrintedAsync(batches);
            await victim.KillAsync();
        }

        var embedder = new CountingEmbedder();
        var services = new ServiceCollection();
        // Behind the end of the lease that the dead process has.
        services.AddSingleton<TimeProvider>(new ManualTimeProvider(TimeProvider.System.GetUtcNow() + (2 * CollectionLocks.LeaseTime)));
        services.AddLogging();
        services.AddSingleton<IRecordEmbedder>(embedder);
        services.AddPerto(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Perto:DataFolder"] = folder.Path }).Build());
        await using ServiceProvider provider = services.BuildServiceProvider();
        await provider.GetRequiredService<DatabaseMigrator>().MigrateAsync(Token);
        DerivedCollections collections = provider.GetRequiredService<DerivedCollections>();
        await collections.RebuildAsync(cancellationToken: Token);
        RebuildRunner runner = provider.GetRequiredService<RebuildRunner>();
        await runner.TickAsync(Token);
        await runner.IdleAsync();

        Assert.InRange(embedder.Count, 1, 6_000 - ((batches - 1) * Rebuilding.BatchRecords));
        DerivedCollection live = (await collections.ListAsync(Tenant, Token))[0];
        Assert.Equal(("plot@2", 6_000L), (live.Model, live.Records));
        IVectorCollection collection = (await collections.LiveAsync(Tenant, "titles", Token))!;
        Assert.Equal(6_000, await collection.CountAsync(cancellationToken: Token));
        for (int number = 0; number < 6_000; number += 500)
        {
            VectorRecord record = (await collection.GetAsync($"i{number:0000}", includeVectors: true, Token))!;
            Assert.Equal([2f, 2f * number], record.Vectors["plot"].Dense.ToArray());
        }
    }

    private sealed class CountingEmbedder : IRecordEmbedder
    {
        public string Alias => "titles";

        public string Model => "plot@2";

        public int Count { get; private set; }

        public void Declare(CollectionSchemaBuilder schema) => schema.Dense("plot", 2, Metric.Dot);

        public Task<IReadOnlyList<VectorRecord>> EmbedAsync(TenantId tenant, IReadOnlyList<VectorRecord> records, CancellationToken cancellationToken)
        {
            Count += records.Count;
            return Task.FromResult<IReadOnlyList<VectorRecord>>([.. records.Select(record => new VectorRecord(record.Id)
            {
                Vectors = { ["plot"] = record.Vectors["plot"].Dense.ToArray().Select(value => 2 * value).ToArray() },
            })]);
        }
    }
}
