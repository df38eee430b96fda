using Perto.Testing;
using Perto.Vectors;
using Perto.Vectors.Storage;

namespace Perto.Conformance;

/// <summary>The embedded store in a folder.</summary>
public sealed class DurableStoreFixture : IVectorStoreFixture, IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly EmbeddedVectorStore _store;

    public DurableStoreFixture() => _store = EmbeddedVectorStore.Open(_folder.Path, clock: Clock);

    public IVectorStore Store => _store;

    public ManualTimeProvider Clock { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
    }
}
