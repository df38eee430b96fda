using Perto.Vectors;
using Perto.Vectors.Storage;

namespace Perto.Conformance;

public sealed class EmbeddedStoreFixture : IVectorStoreFixture
{
    public EmbeddedStoreFixture() => Store = new EmbeddedVectorStore(Clock);

    public IVectorStore Store { get; }

    public ManualClock Clock { get; } = new();
}
