using Perto.Testing;
using Perto.Vectors;

namespace Perto.Conformance;

/// <summary>The embedded store in a folder, closed and opened again after each write.</summary>
public sealed class ReopenedStoreFixture : IVectorStoreFixture, IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ReopenedStore _store;

    public ReopenedStoreFixture() => _store = new ReopenedStore(_folder.Path, Clock);

    public IVectorStore Store => _store;

    public ManualTimeProvider Clock { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
    }
}
