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
    /// <param name="metric"><see cref="Metric.Cosine"/>, <see cref="Metric.Dot"/>, <see cref="Metric.Euclidean"/> or
    /// <see cref="Metric.Manhattan"/>.</param>
    /// <param name="index">How its index is built and searched; <see cref="VectorIndexSettings.Default"/>, if it is left out.</param>
    /// <exception cref="VectorStoreException">The name, the dimension, the metric or a setting is not valid.</exception>
    public CollectionSchemaBuilder Dense(string name, int dimension, Metric metric, VectorIndexSettings? index = null) =>
        Add(new VectorField(name, dimension, metric) { Index = index ?? VectorIndexSettings.Default });

    /// <summary>Adds a vector of bits, compared by how many differ.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="dimension">How many bits, 8 to <see cref="VectorField.MaxBits"/>, a multiple of 8.</param>
    /// <exception cref="VectorStoreException">The name or the dimension is not valid.</exception>
    public CollectionSchemaBuilder Bits(string name, int dimension) =>
        Add(new VectorField(name, dimension, Metric.Hamming, VectorKind.Bits));

    /// <summary>Adds a sparse vector.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="metric"><see cref="Metric.Bm25"/> for numbers of terms, <see cref="Metric.Dot"/> for learned weights.</param>
    /// <exception cref="VectorStoreException">The name or the metric is not valid.</exception>
    public CollectionSchemaBuilder Sparse(string name, Metric metric = Metric.Bm25) =>
        Add(new VectorField(name, 0, metric, VectorKind.Sparse));

    /// <summary>Adds a vector as it stands in another schema.</summary>
    /// <exception cref="VectorStoreException">The name, the dimension, the metric or a setting is not valid.</exception>
    public CollectionSchemaBuilder Add(VectorField vector)
    {
        ArgumentNullException.ThrowIfNull(vector);
        CheckName(vector.Name);
        CheckShape(vector, $"schema.{vector.Name}");
        vector.Index.Check($"schema.{vector.Name}.index");
        if (_vectors.Count == MaxVectors)
            throw new VectorStoreException("schema", vector.Name, $"at most {MaxVectors} vectors");
        _vectors.Add(vector);
        return this;
    }

    /// <summary>Adds a string field, compared as a whole.</summary>
    public CollectionSchemaBuilder Keyword(string name) => Add(new PayloadField(name, PayloadKind.Keyword));

    /// <summary>Adds a field that holds a list of strings.</summary>
    public CollectionSchemaBuilder Keywords(string name) => Add(new PayloadField(name, PayloadKind.Keywords));

    /// <summary>Adds a floating point field.</summary>
    public CollectionSchemaBuilder Number(string name) => Add(new PayloadField(name, PayloadKind.Number));

    /// <summary>Adds a 64-bit integer field.</summary>
    public CollectionSchemaBuilder Integer(string name) => Add(new PayloadField(name, PayloadKind.Integer));

    /// <summary>Adds a true-or-false field.</summary>
    public CollectionSchemaBuilder Boolean(string name) => Add(new PayloadField(name, PayloadKind.Boolean));

    /// <summary>Adds a field that holds a moment.</summary>
    public CollectionSchemaBuilder Time(string name) => Add(new PayloadField(name, PayloadKind.Time));

    /// <summary>Adds a field that holds a place.</summary>
    public CollectionSchemaBuilder Geo(string name) => Add(new PayloadField(name, PayloadKind.Geo));

    /// <summary>Adds a string field, matched by its words.</summary>
    public CollectionSchemaBuilder Text(string name) => Add(new PayloadField(name, PayloadKind.Text));

    /// <summary>Adds a payload field as it stands in another schema.</summary>
    /// <exception cref="VectorStoreException">The name or the kind is not valid.</exception>
    public CollectionSchemaBuilder Add(PayloadField field)
    {
        ArgumentNullException.ThrowIfNull(field);
        CheckName(field.Name);
        if (field.Kind is PayloadKind.None || !Enum.IsDefined(field.Kind))
            throw new VectorStoreException($"schema.{field.Name}", field.Kind, string.Join(", ", Enum.GetNames<PayloadKind>().Skip(1)));
        if (_payload.Count == MaxPayloadFields)
            throw new VectorStoreException("schema", field.Name, $"at most {MaxPayloadFields} payload fields");
        _payload.Add(field);
        return this;
    }

    /// <summary>The declared schema.</summary>
    /// <exception cref="VectorStoreException">No vector was declared.</exception>
    public CollectionSchema Build() => _vectors.Count > 0
        ? new CollectionSchema([.. _vectors], [.. _payload])
        : throw new VectorStoreException("schema", null, "at least one vector");

    private static void CheckShape(VectorField vector, string path)
    {
        if (!Enum.IsDefined(vector.Kind))
            throw new VectorStoreException($"{path}.kind", vector.Kind, string.Join(", ", Enum.GetNames<VectorKind>()));
        if (vector.Kind is VectorKind.Dense && vector.Dimension is < 1 or > VectorField.MaxDimension)
            throw new VectorStoreException($"{path}.dimension", vector.Dimension, $"1..{VectorField.MaxDimension}");
        if (vector.Kind is VectorKind.Bits && (vector.Dimension is < 8 or > VectorField.MaxBits || vector.Dimension % 8 != 0))
            throw new VectorStoreException($"{path}.dimension", vector.Dimension, $"8..{VectorField.MaxBits} bits, a multiple of 8");
        if (vector.Kind is VectorKind.Sparse && vector.Dimension != 0)
            throw new VectorStoreException($"{path}.dimension", vector.Dimension, "0, as a sparse vector has any dimensions");
        if (!vector.Metric.Compares(vector.Kind))
        {
            throw new VectorStoreException(
                $"{path}.metric", vector.Metric, string.Join(", ", Enum.GetValues<Metric>().Where(metric => metric.Compares(vector.Kind))));
        }
    }

    private void CheckName(string name)
    {
        if (name is not { Length: > 0 and <= MaxNameLength } || name.AsSpan().IndexOfAnyExcept(NameCharacters) >= 0)
            throw new VectorStoreException("schema", name, $"made of names of 1..{MaxNameLength} letters, digits, '_' and '-'");
        if (_vectors.Exists(f => f.Name == name) || _payload.Exists(f => f.Name == name))
            throw new VectorStoreException("schema", name, "made of names that stand for one field each");
    }
}
