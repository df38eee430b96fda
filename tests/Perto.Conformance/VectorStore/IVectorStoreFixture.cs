using Perto.Testing;
using Perto.Vectors;

namespace Perto.Conformance;

/// <summary>
/// A provider under test. To put another one to the test, write a fixture for it and derive from each abstract class of this folder, as
/// <c>Embedded/EmbeddedConformance.cs</c> does.
/// </summary>
public interface IVectorStoreFixture
{
    /// <summary>The store, with <see cref="Clock"/> as its clock.</summary>
    IVectorStore Store { get; }

    /// <summary>The clock by which its records expire.</summary>
    ManualTimeProvider Clock { get; }

    /// <summary>How many random cases are compared with the model; each makes a collection.</summary>
    int ModelCases => 300;
}
