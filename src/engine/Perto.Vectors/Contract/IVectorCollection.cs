namespace Perto.Vectors;

/// <summary>
/// Records of one shape: an id, named vectors, typed payload, an optional expiry. Safe for use by many threads.
/// A call that returns has taken effect: every later call sees it. A call that throws <see cref="VectorStoreException"/> has changed
/// nothing.
/// </summary>
/// <remarks>Expired records are gone for every operation from the moment of their expiry.</remarks>
public interface IVectorCollection
{
    /// <summary>Whose it is.</summary>
    TenantId Tenant { get; }

    /// <summary>Its name.</summary>
    string Name { get; }

    /// <summary>Its vectors and payload fields.</summary>
    CollectionSchema Schema { get; }

    /// <summary>Writes a record; one with the same id is replaced as a whole (vectors, payload and expiry).</summary>
    /// <exception cref="VectorStoreException">The record does not fit the schema.</exception>
    ValueTask UpsertAsync(VectorRecord record, CancellationToken cancellationToken = default);

    /// <summary>Writes records. Where an id stands twice the later one holds. One record that does not fit refuses them all.</summary>
    /// <exception cref="VectorStoreException">A record does not fit the schema; the field names which:
    /// <c>records[3].vectors.plot</c>.</exception>
    ValueTask UpsertAsync(IReadOnlyList<VectorRecord> records, CancellationToken cancellationToken = default);

    /// <summary>Reads a record; <see langword="null"/> where there is none.</summary>
    ValueTask<VectorRecord?> GetAsync(string id, bool includeVectors = true, CancellationToken cancellationToken = default);

    /// <summary>Reads records in the order of <paramref name="ids"/>; ids without a record are left out.</summary>
    ValueTask<IReadOnlyList<VectorRecord>> GetAsync(
        IReadOnlyList<string> ids, bool includeVectors = true, CancellationToken cancellationToken = default);

    /// <summary>Deletes records; returns how many there were.</summary>
    ValueTask<long> DeleteAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken = default);

    /// <summary>
    /// Deletes the records that match; returns how many there were. <see cref="Filter.Everything"/> empties the collection.
    /// </summary>
    ValueTask<long> DeleteAsync(Filter filter, CancellationToken cancellationToken = default);

    /// <summary>Changes what <paramref name="patch"/> names of a record and leaves the rest. An empty patch changes nothing.</summary>
    /// <returns><see langword="false"/> where there is no such record.</returns>
    /// <exception cref="VectorStoreException">A field, value or vector does not fit the schema.</exception>
    ValueTask<bool> UpdateAsync(string id, VectorPatch patch, CancellationToken cancellationToken = default);

    /// <summary>
    /// Sets the payload fields in <paramref name="patch"/> and leaves the others; <see cref="PayloadValue.None"/> removes a field.
    /// </summary>
    /// <returns><see langword="false"/> where there is no such record.</returns>
    /// <exception cref="VectorStoreException">A field or value does not fit the schema.</exception>
    ValueTask<bool> UpdatePayloadAsync(
        string id, IReadOnlyDictionary<string, PayloadValue> patch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(patch);
        return UpdateAsync(id, new VectorPatch { Payload = new Dictionary<string, PayloadValue>(patch, StringComparer.Ordinal) }, cancellationToken);
    }

    /// <summary>
    /// Sets the payload fields in <paramref name="patch"/> of the records that match, as they stand before the call; returns how many
    /// there were.
    /// </summary>
    /// <exception cref="VectorStoreException">The filter, a field or a value does not fit the schema.</exception>
    ValueTask<long> UpdatePayloadAsync(
        Filter filter, IReadOnlyDictionary<string, PayloadValue> patch, CancellationToken cancellationToken = default);

    /// <summary>How many records match; all of them without a filter.</summary>
    ValueTask<long> CountAsync(Filter? filter = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// One page of records in id order (Unicode code points). Records written or deleted between pages neither repeat nor hide others.
    /// </summary>
    /// <exception cref="VectorStoreException">Limit out of range, a cursor that is not one, or a filter that does not fit the
    /// schema.</exception>
    ValueTask<ScrollPage> ScrollAsync(ScrollQuery query, CancellationToken cancellationToken = default);

    /// <summary>The nearest records that match, best first; equal scores in id order.</summary>
    /// <exception cref="VectorStoreException">The query does not fit the schema.</exception>
    ValueTask<SearchResult> SearchAsync(VectorQuery query, CancellationToken cancellationToken = default);

    /// <summary>Several searches at once, answered in their order. One that does not fit the schema refuses them all.</summary>
    /// <exception cref="VectorStoreException">A query does not fit the schema; the field names which: <c>queries[2].k</c>.</exception>
    ValueTask<IReadOnlyList<SearchResult>> SearchAsync(IReadOnlyList<VectorQuery> queries, CancellationToken cancellationToken = default);

    /// <summary>The best records by several vectors together, best first; equal scores in id order.</summary>
    /// <exception cref="VectorStoreException">The query does not fit the schema; the field names the part: <c>parts[1].value</c>.</exception>
    ValueTask<SearchResult> SearchAsync(FusedQuery query, CancellationToken cancellationToken = default);

    /// <summary>What it holds and what that takes.</summary>
    ValueTask<CollectionStatistics> StatisticsAsync(CancellationToken cancellationToken = default);

    /// <summary>How it does. Answers also where the collection cannot.</summary>
    ValueTask<CollectionHealth> HealthAsync(CancellationToken cancellationToken = default);
}
