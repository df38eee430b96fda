using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Perto.Vectors;

/// <summary>The vectors and payload fields of a collection. Two schemas are equal if they have the same fields, in any order.</summary>
public sealed partial class CollectionSchema : IEquatable<CollectionSchema>
{
    private readonly FrozenDictionary<string, int> _vectorIndex;
    private readonly FrozenDictionary<string, int> _payloadIndex;

    internal CollectionSchema(VectorField[] vectors, PayloadField[] payload)
    {
        Vectors = vectors;
        Payload = payload;
        _vectorIndex = Enumerable.Range(0, vectors.Length).ToFrozenDictionary(i => vectors[i].Name, StringComparer.Ordinal);
        _payloadIndex = Enumerable.Range(0, payload.Length).ToFrozenDictionary(i => payload[i].Name, StringComparer.Ordinal);
    }

    /// <summary>The vectors, in the order in which they were declared.</summary>
    public IReadOnlyList<VectorField> Vectors { get; }

    /// <summary>The payload fields, in the order in which they were declared.</summary>
    public IReadOnlyList<PayloadField> Payload { get; }

    /// <summary>Declares a schema.</summary>
    /// <exception cref="VectorStoreException">A name, dimension or metric is not valid, or there is no vector.</exception>
    public static CollectionSchema Create(Action<CollectionSchemaBuilder> declare)
    {
        ArgumentNullException.ThrowIfNull(declare);
        CollectionSchemaBuilder builder = new();
        declare(builder);
        return builder.Build();
    }

    /// <summary>What a provider must declare to keep records of this schema.</summary>
    public VectorStoreCapabilities Needs =>
        Vectors.Aggregate(VectorStoreCapabilities.None, (needs, f) => needs | NeededBy(f))
        | Payload.Aggregate(VectorStoreCapabilities.None, (needs, f) => needs | NeededBy(f));

    /// <summary>Refuses what a provider does not declare; each calls it before it makes a collection.</summary>
    /// <exception cref="CapabilityMissingException">The provider cannot keep a field; the field names which: <c>schema.plot</c>.</exception>
    public void CheckSupported(string provider, VectorStoreCapabilities capabilities)
    {
        foreach (VectorField field in Vectors)
            Check(NeededBy(field), field.Name);
        foreach (PayloadField field in Payload)
            Check(NeededBy(field), field.Name);

        void Check(VectorStoreCapabilities needed, string name)
        {
            if (!capabilities.HasFlag(needed))
                throw new CapabilityMissingException($"schema.{name}", provider, needed & ~capabilities);
        }
    }

    /// <inheritdoc/>
    public bool Equals(CollectionSchema? other) =>
        other is not null
        && Vectors.Count == other.Vectors.Count
        && Payload.Count == other.Payload.Count
        && Vectors.All(f => other._vectorIndex.TryGetValue(f.Name, out int i) && other.Vectors[i] == f)
        && Payload.All(f => other._payloadIndex.TryGetValue(f.Name, out int i) && other.Payload[i] == f);

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => Equals(obj as CollectionSchema);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        Vectors.Aggregate(Payload.Count, (hash, field) => hash ^ field.GetHashCode());

    /// <inheritdoc/>
    public override string ToString() => string.Join("; ", Vectors.Select(f => f.ToString()).Concat(Payload.Select(f => f.ToString())));

    private VectorStoreCapabilities NeededBy(VectorField field) =>
        (field == Vectors[0] ? VectorStoreCapabilities.None : VectorStoreCapabilities.NamedVectors)
        | (field.Kind, field.Metric) switch
        {
            (_, Metric.Manhattan) => VectorStoreCapabilities.Manhattan,
            (VectorKind.Bits, _) => VectorStoreCapabilities.Bits,
            (VectorKind.Sparse, Metric.Bm25) => VectorStoreCapabilities.Bm25,
            (VectorKind.Sparse, _) => VectorStoreCapabilities.Sparse,
            _ => VectorStoreCapabilities.None,
        };

    private static VectorStoreCapabilities NeededBy(PayloadField field) => field.Kind switch
    {
        PayloadKind.Geo => VectorStoreCapabilities.Geo,
        PayloadKind.Text => VectorStoreCapabilities.Text,
        _ => VectorStoreCapabilities.None,
    };

    internal int VectorIndex(string? name) => name is null ? -1 : _vectorIndex.GetValueOrDefault(name, -1);

    internal int PayloadIndex(string? name) => name is null ? -1 : _payloadIndex.GetValueOrDefault(name, -1);
}
