using Perto.Vectors;
using Perto.Vectors.Storage;

namespace Perto.Platform.Tests;

/// <summary>A collection that cannot be written any more from some batch on.</summary>
/// <param name="inner">Where writes go before.</param>
/// <param name="failAt">The first batch that fails; 1 is the first of all.</param>
internal sealed class FailingCollection(IVectorCollection inner, int failAt) : ForwardingCollection(inner)
{
    /// <summary>Batches that were asked for.</summary>
    public int Writes { get; private set; }

    /// <summary>Runs behind each batch.</summary>
    public Func<Task> AfterWrite { get; init; } = () => Task.CompletedTask;

    public override async ValueTask UpsertAsync(IReadOnlyList<VectorRecord> records, CancellationToken cancellationToken = default)
    {
        if (++Writes >= failAt)
            throw new StorageException("the other store", "does not answer", "Wait");
        await base.UpsertAsync(records, cancellationToken);
        await AfterWrite();
    }
}
