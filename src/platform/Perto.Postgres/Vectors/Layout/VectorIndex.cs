using Perto.Platform;
using Perto.Vectors;

namespace Perto.Postgres;

/// <summary>The approximate index of a vector: what pgvector can build over it, and how a search asks it.</summary>
internal static class VectorIndex
{
    private const int LongestVector = 2_000;
    private const int LongestHalfVector = 4_000;
    private const int LongestBits = 64_000;

    // Fewer for each list make centres that say nothing.
    private const int RowsOfList = 10;

    /// <summary>How many records an index needs to be of use.</summary>
    public static int Least(PostgresVectorOptions options) => options.Index == VectorIndexMethod.IvfFlat ? options.Lists * RowsOfList : 1;

    /// <summary>The statement that builds the index; null where pgvector has none for such a vector.</summary>
    public static string? Statement(CollectionTable table, int vector, PostgresVectorOptions options)
    {
        VectorField field = table.Schema.Vectors[vector];
        if (!CanBuild(field, options.Index))
            return null;
        string column = table.Vectors[vector][0].Name;
        string key = IsHalved(field) ? $"({column}::halfvec({field.Dimension})) {OperatorClass(field)}" : $"{column} {OperatorClass(field)}";
        string method = options.Index == VectorIndexMethod.IvfFlat
            ? $"ivfflat ({key}) with (lists = {options.Lists})"
            // pgvector asks for at least two candidates for each link.
            : $"hnsw ({key}) with (m = {field.Index.Links}, ef_construction = {Math.Max(field.Index.BuildEf, 2 * field.Index.Links)})";
        return $"create index if not exists {table.Index(vector)} on {table.Name} using {method}";
    }

    /// <summary>Whether the index keeps halves, whose distances only choose candidates.</summary>
    public static bool IsHalved(VectorField field) => field.Kind == VectorKind.Dense && field.Dimension > LongestVector;

    /// <summary>The expression by which the index is asked, as it stands in the index itself.</summary>
    public static string Distance(CollectionTable table, int vector, string query)
    {
        VectorField field = table.Schema.Vectors[vector];
        string column = $"t.{table.Vectors[vector][0].Name}";
        return IsHalved(field)
            ? $"{column}::halfvec({field.Dimension}) {Operator(field.Metric)} (select {query}::halfvec({field.Dimension}))"
            : $"{column} {Operator(field.Metric)} (select {query})";
    }

    /// <summary>The distance itself, as a float: no index knows this expression.</summary>
    public static string ExactDistance(CollectionTable table, int vector, string query) =>
        $"(t.{table.Vectors[vector][0].Name} {Operator(table.Schema.Vectors[vector].Metric)} (select {query}))::real";

    // Values beyond 65,504 have no half; those of a cosine vector are at most 1.
    private static bool CanBuild(VectorField field, VectorIndexMethod method) => field.Kind switch
    {
        VectorKind.Dense when field.Metric == Metric.Manhattan && method == VectorIndexMethod.IvfFlat => false,
        VectorKind.Dense => field.Dimension <= LongestVector || (field.Dimension <= LongestHalfVector && field.Metric == Metric.Cosine),
        VectorKind.Bits => field.Dimension <= LongestBits,
        _ => false,
    };

    private static string OperatorClass(VectorField field) => $"{(field.Kind == VectorKind.Bits ? "bit" : IsHalved(field) ? "halfvec" : "vector")}_{field.Metric switch
    {
        // At length 1 the inner product orders as the cosine does.
        Metric.Cosine or Metric.Dot => "ip",
        Metric.Euclidean => "l2",
        Metric.Manhattan => "l1",
        _ => "hamming",
    }}_ops";

    private static string Operator(Metric metric) => metric switch
    {
        Metric.Cosine or Metric.Dot => "<#>",
        Metric.Euclidean => "<->",
        Metric.Manhattan => "<+>",
        _ => "<~>",
    };
}
