using System.Runtime.InteropServices;
using Perto.Testing;
using Perto.Vectors.Storage;

namespace Perto.Vectors.Tests.Storage;

/// <summary>Deleting and compacting leaves nothing of a record in any file, whenever the process ended in between.</summary>
public sealed class ErasedBytesTests
{
    private const string Id = "kanarie-4711";
    private static readonly float[] Vector = [12.34567f, -7.654321f];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static ByteSearch Traces { get; } = new ByteSearch().Text("kanarie").Text("sittich").Bytes("the vector", MemoryMarshal.AsBytes(Vector.AsSpan()).ToArray());

    [Fact]
    public async Task Compacting_leaves_nothing_of_what_was_deleted_in_any_file()
    {
        SimulatedFiles files = new();
        await using (EmbeddedVectorStore store = EmbeddedVectorStore.Open(files, StoredThings.Options))
        {
            await FillAsync(store);
            Assert.NotEmpty(In(files));
            await EraseAsync(store);
            Assert.Empty(In(files));
            var things = (EmbeddedVectorCollection)await StoredThings.OpenAsync(store);
            await things.IndexedAsync(Token);
            Assert.Equal(1_500, await things.CountAsync(cancellationToken: Token));
        }
        Assert.Empty(In(files));
    }

    [Fact]
    public async Task The_end_of_the_process_at_any_operation_in_between_leaves_nothing_after_the_next_compaction_either()
    {
        SimulatedFiles whole = new();
        int before;
        await using (EmbeddedVectorStore store = EmbeddedVectorStore.Open(whole, StoredThings.Options))
        {
            await FillAsync(store);
            before = whole.Operations;
            await EraseAsync(store);
        }
        for (int operation = before + 1; operation <= whole.Operations; operation++)
        {
            SimulatedFiles files = new();
            files.CrashAt(operation);
            EmbeddedVectorStore store = EmbeddedVectorStore.Open(files, StoredThings.Options);
            try
            {
                await FillAsync(store);
                await EraseAsync(store);
                await store.DisposeAsync();
            }
            catch (Exception ended) when (ended is SimulatedCrashException or StorageException)
            {
            }

            SimulatedFiles next = files.RestartProcess();
            await using (EmbeddedVectorStore again = EmbeddedVectorStore.Open(next, StoredThings.Options))
                await EraseAsync(again);
            Assert.True(In(next).Count == 0, $"operation {operation}: {string.Join(", ", In(next))}");
        }
    }

    private static async Task FillAsync(EmbeddedVectorStore store)
    {
        var things = (EmbeddedVectorCollection)await StoredThings.OpenAsync(store);
        await things.UpsertAsync([.. Enumerable.Range(0, 700).Select(i => StoredThings.SmallRecord($"a{i:0000}", i)), Record(1)], Token);
        await things.IndexedAsync(Token);
        await store.CheckpointAsync(things, Token);
        // Replaced, so that an older version lies in a segment.
        await things.UpsertAsync([Record(2), .. Enumerable.Range(700, 800).Select(i => StoredThings.SmallRecord($"a{i:0000}", i))], Token);
        await things.IndexedAsync(Token);
    }

    private static async Task EraseAsync(EmbeddedVectorStore store)
    {
        IVectorCollection things = await StoredThings.OpenAsync(store);
        await things.DeleteAsync([Id], Token);
        await store.CompactAsync(things, cancellationToken: Token);
    }

    private static VectorRecord Record(int version) => new(Id)
    {
        Vectors = { ["v"] = Vector, ["s"] = new SparseVector([7u, 777_777u], [3, 5]) },
        Payload = { ["word"] = $"sittich{version}", ["words"] = new[] { "sittich", "ash" }, ["prose"] = "a sittich sings", ["small"] = version },
    };

    private static List<string> In(SimulatedFiles files) =>
        [.. from tenant in files.Folders("") from collection in files.Folders(tenant) from name in files.Files($"{tenant}/{collection}")
            from trace in Traces.In(Read(files, $"{tenant}/{collection}/{name}")) select $"{name}: {trace}"];

    private static byte[] Read(SimulatedFiles files, string name)
    {
        using IFile file = files.Open(name);
        byte[] bytes = new byte[file.Length];
        Assert.Equal(bytes.Length, file.Read(0, bytes));
        return bytes;
    }
}
