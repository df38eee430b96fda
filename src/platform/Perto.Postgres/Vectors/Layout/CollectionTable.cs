using NpgsqlTypes;
using Perto.Vectors;

namespace Perto.Postgres;

/// <summary>
/// How a collection lies in PostgreSQL: names of tables and columns, made of numbers alone. Column <c>v0</c> is the first vector of the schema,
/// <c>p0</c> its first payload field.
/// </summary>
internal sealed class CollectionTable
{
    public CollectionTable(long id, CollectionSchema schema)
    {
        Id = id;
        Schema = schema;
        Bare = $"c{id}";
        Name = $"{CatalogueSchema.Name}.{Bare}";
        Vectors = [.. schema.Vectors.Select(ColumnsOf)];
        Payload = [.. schema.Payload.Select(ColumnsOf)];
    }

    /// <summary>The collection's number in the catalogue.</summary>
    public long Id { get; }

    public CollectionSchema Schema { get; }

    /// <summary>The table with its schema.</summary>
    public string Name { get; }

    /// <summary>The table without its schema; names of what belongs to it begin so.</summary>
    public string Bare { get; }

    /// <summary>The columns of each vector, in the order of the schema.</summary>
    public IReadOnlyList<IReadOnlyList<RecordColumn<VectorValue>>> Vectors { get; }

    /// <summary>The columns of each payload field, in the order of the schema.</summary>
    public IReadOnlyList<IReadOnlyList<RecordColumn<PayloadValue>>> Payload { get; }

    /// <summary>The inverted index of a sparse vector.</summary>
    public string Postings(int vector) => $"{Bare}_s{vector}";

    /// <summary>The numbers and lengths of texts, of which BM25 takes the mean.</summary>
    public string Lengths(int vector) => $"{Bare}_l{vector}";

    /// <summary>The approximate index of a vector.</summary>
    public string Index(int vector) => $"{Bare}_v{vector}";

    public int VectorNumber(string name) => Schema.VectorIndex(name);

    public int PayloadNumber(string name) => Schema.PayloadIndex(name);

    /// <summary>Whether records have numbers, by which inverted indexes know them.</summary>
    public bool HasPostings => Schema.Vectors.Any(vector => vector.Kind == VectorKind.Sparse);

    private static RecordColumn<VectorValue>[] ColumnsOf(VectorField field, int number) => field.Kind switch
    {
        VectorKind.Dense when field.Metric == Metric.Cosine =>
        [
            new($"v{number}", $"vector({field.Dimension})", NpgsqlDbType.Array | NpgsqlDbType.Real, value => Unit(value).Values)
            {
                Cast = parameter => $"{parameter}::real[]::vector",
                Binary = value => VectorWire.Vector(Unit(value).Values),
            },
            new($"v{number}_length", "double precision", NpgsqlDbType.Double, value => Unit(value).Length),
        ],
        VectorKind.Dense =>
        [
            new($"v{number}", $"vector({field.Dimension})", NpgsqlDbType.Array | NpgsqlDbType.Real, value => value.Dense.ToArray())
            {
                Cast = parameter => $"{parameter}::real[]::vector",
                Binary = value => VectorWire.Vector(value.Dense.Span),
            },
        ],
        VectorKind.Bits =>
        [
            new($"v{number}", $"bit({field.Dimension})", NpgsqlDbType.Bytea, value => value.Bits.ToArray())
            {
                Cast = parameter => BitsOf(parameter, field.Dimension),
                Binary = value => VectorWire.Bits(value.Bits.Span),
            },
        ],
        _ =>
        [
            new($"v{number}", "bigint[]", NpgsqlDbType.Array | NpgsqlDbType.Bigint, value => Dimensions(value.Sparse)),
            new($"v{number}_values", "real[]", NpgsqlDbType.Array | NpgsqlDbType.Real, value => value.Sparse.Values.ToArray()),
        ],
    };

    private static RecordColumn<PayloadValue>[] ColumnsOf(PayloadField field, int number) => field.Kind switch
    {
        PayloadKind.Keyword => [new($"p{number}", "text collate \"C\"", NpgsqlDbType.Text, value => value.Keyword)],
        PayloadKind.Keywords =>
        [
            new($"p{number}", "text[] collate \"C\"", NpgsqlDbType.Array | NpgsqlDbType.Text, value => value.KeywordArray),
            // Only where a keyword is too long for an index.
            new($"p{number}_terms", "text[] collate \"C\"", NpgsqlDbType.Array | NpgsqlDbType.Text, value => Array.TrueForAll(value.KeywordArray, IndexTerms.IsPlain) ? null : IndexTerms.Of(value.KeywordArray)),
        ],
        PayloadKind.Text =>
        [
            new($"p{number}", "text collate \"C\"", NpgsqlDbType.Text, value => value.Keyword),
            new($"p{number}_terms", "text[] collate \"C\"", NpgsqlDbType.Array | NpgsqlDbType.Text, value => IndexTerms.Of(TextWords.Distinct(value.Keyword))),
        ],
        PayloadKind.Integer => [new($"p{number}", "bigint", NpgsqlDbType.Bigint, value => value.Integer)],
        PayloadKind.Time => [new($"p{number}", "bigint", NpgsqlDbType.Bigint, value => value.TimeMicros)],
        PayloadKind.Number => [new($"p{number}", "double precision", NpgsqlDbType.Double, value => value.Number)],
        PayloadKind.Boolean => [new($"p{number}", "boolean", NpgsqlDbType.Boolean, value => value.Boolean)],
        _ =>
        [
            new($"p{number}", "double precision", NpgsqlDbType.Double, value => value.Geo.Latitude),
            new($"p{number}_lon", "double precision", NpgsqlDbType.Double, value => value.Geo.Longitude),
        ],
    };

    /// <summary>The words that turn a parameter of bytes into bits.</summary>
    public static string BitsOf(string parameter, int dimension) => $"('x' || encode({parameter}, 'hex'))::bit({dimension})";

    /// <summary>The vector at length 1, as cosine vectors are kept, and its length.</summary>
    public static (float[] Values, double Length) Unit(VectorValue value)
    {
        float[] unit = new float[value.Dense.Length];
        double length = UnitVector.Write(value.Dense.Span, unit);
        return (unit, length);
    }

    /// <summary>The dimensions of a sparse vector; PostgreSQL has no unsigned numbers.</summary>
    public static long[] Dimensions(SparseVector vector) => [.. vector.Dimensions.ToArray().Select(dimension => (long)dimension)];
}
