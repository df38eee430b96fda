using Perto.Testing;
using Perto.Vectors;
using Perto.Vectors.Storage;

namespace Perto.Conformance;

public sealed class EmbeddedStoreFixture : IVectorStoreFixture
{
    public EmbeddedStoreFixture() => Store = new EmbeddedVectorStore(Clock);

    public IVectorStore Store { get; }

    public ManualTimeProvider Clock { get; } = new();
}
