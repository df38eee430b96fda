using System.Buffers;

namespace Perto.Vectors;

/// <summary>
/// Declares the shape of a collection: <c>schema.Dense("plot", dimension: 384, Metric.Cosine).Keyword("genre").Number("year")</c>.
/// A name is 1 to 64 letters, digits, <c>_</c> or <c>-</c>, and stands for one field.
/// </summary>
public sealed class CollectionSchemaBuilder
{
    /// <summary>Most vectors in a schema.</summary>
    public const int MaxVectors = 16;

    /// <summary>Most payload fields in a schema.</summary>
    public const int MaxPayloadFields = 256;

    private const int MaxNameLength = 64;

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");

    private readonly List<VectorField> _vectors = [];
    private readonly List<PayloadField> _payload = [];

    /// <summary>Adds a dense vector.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="dimension">1 to <see cref="VectorField.MaxDimension"/>.</param>
    /// <param name="metric">How it is compared.</param>
    /// <exception cref="VectorStoreException">The name, the dimension or the metric is not valid.</exception>
    public CollectionSchemaBuilder Dense(string name, int dimension, Metric metric)
    {
        CheckName(name);
        if (dimension is < 1 or > VectorField.MaxDimension)
            throw new VectorStoreException($"schema.{name}.dimension", dimension, $"1..{VectorField.MaxDimension}");
        if (!Enum.IsDefined(metric))
            throw new VectorStoreException($"schema.{name}.metric", metric, string.Join(", ", Enum.GetNames<Metric>()));
        if (_vectors.Count == MaxVectors)
            throw new VectorStoreException("schema", name, $"at most {MaxVectors} vectors");
        _vectors.Add(new VectorField(name, dimension, metric));
        return this;
    }

    /// <summary>Adds a string field, compared as a whole.</summary>
    public CollectionSchemaBuilder Keyword(string name) => Field(name, PayloadKind.Keyword);

    /// <summary>Adds a field that holds a list of strings.</summary>
    public CollectionSchemaBuilder Keywords(string name) => Field(name, PayloadKind.Keywords);

    /// <summary>Adds a floating point field.</summary>
    public CollectionSchemaBuilder Number(string name) => Field(name, PayloadKind.Number);

    /// <summary>Adds a 64-bit integer field.</summary>
    public CollectionSchemaBuilder Integer(string name) => Field(name, PayloadKind.Integer);

    /// <summary>Adds a true-or-false field.</summary>
    public CollectionSchemaBuilder Boolean(string name) => Field(name, PayloadKind.Boolean);

    /// <summary>Adds a field that holds a moment.</summary>
    public CollectionSchemaBuilder Time(string name) => Field(name, PayloadKind.Time);

    /// <summary>The declared schema.</summary>
    /// <exception cref="VectorStoreException">No vector was declared.</exception>
    public CollectionSchema Build() => _vectors.Count > 0
        ? new CollectionSchema([.. _vectors], [.. _payload])
        : throw new VectorStoreException("schema", null, "at least one vector");

    private CollectionSchemaBuilder Field(string name, PayloadKind kind)
    {
        CheckName(name);
        if (_payload.Count == MaxPayloadFields)
            throw new VectorStoreException("schema", name, $"at most {MaxPayloadFields} payload fields");
        _payload.Add(new PayloadField(name, kind));
        return this;
    }

    private void CheckName(string name)
    {
        if (name is not { Length: > 0 and <= MaxNameLength } || name.AsSpan().IndexOfAnyExcept(NameCharacters) >= 0)
            throw new VectorStoreException("schema", name, $"made of names of 1..{MaxNameLength} letters, digits, '_' and '-'");
        if (_vectors.Exists(f => f.Name == name) || _payload.Exists(f => f.Name == name))
            throw new VectorStoreException("schema", name, "made of names that stand for one field each");
    }
}
