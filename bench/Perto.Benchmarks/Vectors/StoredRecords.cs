using System.Diagnostics;
using Perto.Vectors;
using Perto.Vectors.Storage;

namespace Perto.Benchmarks.Vectors;

/// <summary>
/// A collection as users have it: on disk, with log, payload, segments and graph. Records are <c>r0</c>, <c>r1</c>, ... in the order of the data;
/// <c>number</c> has nothing to do with the vector (0 to 999), <c>cluster</c> has all.
/// </summary>
internal sealed class StoredRecords : IAsyncDisposable
{
    public const string Vector = "v";
    public const int Numbers = 1_000;

    private const int BatchRecords = 1_000;

    private readonly bool _keeps;

    private StoredRecords(string folder, bool keeps, EmbeddedVectorStore store, EmbeddedVectorCollection collection)
    {
        Folder = folder;
        _keeps = keeps;
        Store = store;
        Collection = collection;
    }

    public string Folder { get; }

    public EmbeddedVectorStore Store { get; }

    public EmbeddedVectorCollection Collection { get; }

    /// <summary>Opens the collection of a folder, or of a new one that is deleted at the end; the caller fills it where it is empty.</summary>
    public static async Task<StoredRecords> OpenAsync(
        string folder, int dimension, VectorIndexSettings settings, CommitMode commit = CommitMode.Interval)
    {
        bool keeps = folder.Length > 0;
        if (!keeps)
            folder = Directory.CreateTempSubdirectory("perto-figure-").FullName;
        EmbeddedVectorStore store = EmbeddedVectorStore.Open(folder, new EmbeddedStoreOptions { Commit = commit });
        IVectorCollection collection = await store.CollectionAsync(new TenantId("local"), "figure", schema => Declare(schema, dimension, settings));
        return new StoredRecords(folder, keeps, store, (EmbeddedVectorCollection)collection);
    }

    public static void Declare(CollectionSchemaBuilder schema, int dimension, VectorIndexSettings settings) => schema
        .Dense(Vector, dimension, Metric.Cosine, settings)
        .Integer("number").Integer("cluster").Keyword("shelf").Keywords("tags");

    /// <summary>Writes the rows of the data that it does not have, in batches, and waits for the graph. Gives the seconds.</summary>
    public async Task<double> FillAsync(VectorData data)
    {
        long start = Stopwatch.GetTimestamp();
        int from = (int)await Collection.CountAsync();
        VectorRecord[] batch = new VectorRecord[BatchRecords];
        for (int row = from; row < data.Rows; row += batch.Length)
        {
            int count = Math.Min(BatchRecords, data.Rows - row);
            if (count < batch.Length)
                batch = new VectorRecord[count];
            for (int i = 0; i < count; i++)
                batch[i] = Record(data, row + i);
            await Collection.UpsertAsync(batch);
        }
        await Collection.IndexedAsync();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    public static VectorRecord Record(VectorData data, int row) => Record($"r{row}", data, row);

    public static VectorRecord Record(string id, VectorData data, int row) => new(id)
    {
        Vectors = { [Vector] = data.Row(row).ToArray() },
        Payload =
        {
            ["number"] = (long)Number(row),
            ["cluster"] = (long)data.ClusterOf(row),
            ["shelf"] = $"shelf {row % 17}",
            ["tags"] = new[] { $"tag {row % 5}", $"tag {5 + (row % 11)}" },
        },
    };

    /// <summary>The payload field that has nothing to do with the vector.</summary>
    public static int Number(int row) => (int)(((uint)row * 2654435761) >> 8) % Numbers;

    /// <summary>Searches a snapshot, and writes the rows of the hits; their ids have them.</summary>
    public static int Search(
        CollectionSnapshot snapshot, VectorData data, int query, Hit[] hits, int[] rows, in SearchOptions options = default)
    {
        int count = snapshot.Search(Vector, data.Query(query), hits, options);
        // The table was written in the order of the data and never compacted: the row is the number of the record.
        for (int i = 0; i < count; i++)
            rows[i] = hits[i].Row;
        return count;
    }

    /// <summary>The recall of all queries at an ef.</summary>
    public static double RecallOf(CollectionSnapshot snapshot, VectorData data, int[][] nearest, int ef)
    {
        Hit[] hits = new Hit[nearest[0].Length];
        return SearchLoad.RecallOf(nearest, (query, rows) => Search(snapshot, data, query, hits, rows, new SearchOptions { Ef = ef }));
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        if (!_keeps)
            Directory.Delete(Folder, recursive: true);
    }
}
