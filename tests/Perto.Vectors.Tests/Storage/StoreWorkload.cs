using Perto.Vectors.Storage;

namespace Perto.Vectors.Tests.Storage;

/// <summary>A short life of a store: writes of every kind, a checkpoint, a compaction, closing and opening. The same in every run.</summary>
internal sealed class StoreWorkload(IFiles files, EmbeddedStoreOptions options)
{
    private readonly Random _random = new(5);

    public StoreModel Model { get; } = new();

    /// <summary>The store that was opened last.</summary>
    public EmbeddedVectorStore? Store { get; private set; }

    public async Task RunAsync()
    {
        await LiveAsync(checkpoints: true);
        await CloseAsync();
        await LiveAsync(checkpoints: false);
        await CloseAsync();
    }

    /// <summary>Opens the store and writes.</summary>
    public async Task LiveAsync(bool checkpoints)
    {
        Store = EmbeddedVectorStore.Open(files, options);
        IVectorCollection things = await StoredThings.OpenAsync(Store);
        await WriteAsync(things, "a", 5);
        if (checkpoints)
            await SealAsync(things);
        // Closing writes the graph to its file, and opening reads it.
        await IndexedAsync(things);
    }

    private async Task SealAsync(IVectorCollection things)
    {
        await Store!.CheckpointAsync(things);
        await Model.UpsertAsync(things, [.. Enumerable.Range(0, 1100).Select(i => StoredThings.SmallRecord($"many-{i:0000}", i))]);
        await Model.DeleteAsync(things, [.. Enumerable.Range(0, 60).Select(i => $"many-{i * 3:0000}")]);
        await Store.CheckpointAsync(things);
        await WriteAsync(things, "b", 4);
        // A compaction writes the graph that there is: the same in every run.
        await IndexedAsync(things);
        await Store.CompactAsync(things);
        await WriteAsync(things, "c", 3);
    }

    public async Task CloseAsync()
    {
        await Store!.DisposeAsync();
        Store = null;
    }

    private async Task WriteAsync(IVectorCollection things, string prefix, int count)
    {
        await Model.UpsertAsync(things, Record($"{prefix}-0"));
        await Model.UpsertAsync(things, [.. Enumerable.Range(0, count).Select(i => Record($"{prefix}-{i}"))]);
        await Model.UpdateAsync(things, $"{prefix}-1", new VectorPatch
        {
            Payload = StoredThings.Payload(_random),
            Vectors = { ["c"] = null, ["v"] = new float[] { 3, 4 } },
            ExpiresAt = DateTimeOffset.UnixEpoch.AddYears(200),
        });
        await Model.UpdateAsync(things, "word", "birch", StoredThings.Payload(_random).Where(p => p.Key != "word").ToDictionary());
        await Model.DeleteAsync(things, $"{prefix}-2", "nobody");
        await Model.DeleteAsync(things, "small", 2L);
        await Model.UpdateAsync(things, $"{prefix}-1", new VectorPatch { NeverExpires = true });
    }

    private static Task IndexedAsync(IVectorCollection things) => ((EmbeddedVectorCollection)things).IndexedAsync();

    private VectorRecord Record(string id) => StoredThings.Record(_random, id);
}
