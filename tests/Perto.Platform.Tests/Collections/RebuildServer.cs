using Perto.Testing;
using Perto.Vectors;

namespace Perto.Platform.Tests;

/// <summary>The derived collections of one server process, and its worker that makes them anew.</summary>
internal sealed class RebuildServer : IAsyncDisposable
{
    public RebuildServer(IDatabase database, IVectorStore store, TimeProvider clock, params IRecordEmbedder[] embedders)
    {
        Collections = new DerivedCollections(database, store, clock);
        var table = new RebuildTable(database, new IdGenerator(clock), clock);
        Runner = new RebuildRunner(database, Collections, table, embedders, clock, new CollectingLogger().For<RebuildRunner>());
        Rebuilds = new LocalCollectionRebuilds(Collections, table, Runner, Plot.Tenant);
    }

    public DerivedCollections Collections { get; }

    public RebuildRunner Runner { get; }

    public LocalCollectionRebuilds Rebuilds { get; }

    /// <summary>Takes up what waits, and waits until it is done.</summary>
    public async Task RunAsync()
    {
        await Runner.TickAsync(TestContext.Current.CancellationToken);
        await Runner.IdleAsync();
    }

    public Task PublishAsync(int records, string model = "plot@1") =>
        Collections.PublishAsync(Plot.Tenant, Plot.Alias, model, Plot.Schema, Plot.Records(records), TestContext.Current.CancellationToken);

    public Task UpsertAsync(params VectorRecord[] records) =>
        Collections.UpsertAsync(Plot.Tenant, Plot.Alias, records, TestContext.Current.CancellationToken);

    public async Task<IVectorCollection> LiveAsync() =>
        (await Collections.LiveAsync(Plot.Tenant, Plot.Alias, TestContext.Current.CancellationToken))!;

    public ValueTask DisposeAsync() => Runner.DisposeAsync();
}
