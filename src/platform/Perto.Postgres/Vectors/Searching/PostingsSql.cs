using NpgsqlTypes;
using Perto.Vectors;

namespace Perto.Postgres;

/// <summary>
/// The search of a sparse vector by its inverted index, which compares with every record that shares a dimension. Of BM25 the numbers of
/// records with a term come with the entries that are read anyway.
/// </summary>
internal static class PostingsSql
{
    /// <param name="table">The table.</param>
    /// <param name="vector">The number of the vector.</param>
    /// <param name="query">What is asked.</param>
    /// <param name="findable">Writes the condition on records, of the table under the name <c>t</c>.</param>
    /// <param name="columns">What is selected of each hit, behind its score.</param>
    /// <param name="now">The present moment in Unix microseconds.</param>
    /// <param name="filtered">Whether the condition leaves records out that are there.</param>
    public static SqlText Search(
        CollectionTable table, int vector, VectorQuery query, Func<SqlText, string> findable, string columns, long now, bool filtered)
    {
        SparseVector value = query.Value.Sparse;
        SqlText sql = new();
        string dimensions = sql.Value(CollectionTable.Dimensions(value), NpgsqlDbType.Array | NpgsqlDbType.Bigint);
        string weights = sql.Value(value.Values.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Real);
        string present = sql.Value(now), k = sql.Value(query.K);
        string expired = $"select t.record, t.{table.Vectors[vector][0].Name} as d, t.{table.Vectors[vector][1].Name} as v from {table.Name} t where t.expires_at <= {present}";
        sql.Add($"""
            with expired as materialized ({expired}),
            asked as materialized (select * from unnest({dimensions}::bigint[], {weights}::real[]) as a (dimension, weight)),
            entries as materialized (
                select p.dimension, p.record, p.value, p.length, a.weight
                from asked a join {CatalogueSchema.Name}.{table.Postings(vector)} p on p.dimension = a.dimension
                where not exists (select 1 from expired e where e.record = p.record)),
            """);
        sql.Add(table.Schema.Vectors[vector].Metric == Metric.Bm25
            ? $"""
                texts as materialized (
                    select greatest(0, coalesce(sum(records), 0)) as n, coalesce(sum(length), 0) / greatest(1, coalesce(sum(records), 0)) as average
                    from (select records, length from {CatalogueSchema.Name}.{table.Lengths(vector)}
                        union all select -1, -(select sum(x::double precision) from unnest(e.v) x) from expired e where e.d is not null) l),
                terms as materialized (
                    select dimension, ln(1 + (greatest(n - count(*), 0) + 0.5) / (count(*) + 0.5))::double precision * 2.2 as weight
                    from entries cross join texts group by dimension, n),
                scored as (
                    select e.record, sum(e.weight * t.weight * e.value
                        / (e.value + 1.2 * (0.25 + 0.75 * e.length / greatest(x.average, 1e-30)))::double precision)::real as score
                    from entries e join terms t on t.dimension = e.dimension cross join texts x group by e.record)
                """
            : "scored as (select record, sum(weight::double precision * value)::real as score from entries group by record)");
        // Equal scores at the end are all kept until their ids are known.
        if (!filtered)
            sql.Add($", best as (select record, score from scored order by score desc fetch first ({k}) rows with ties)");
        return sql.Add($"""
             select s.score, {columns} from {(filtered ? "scored" : "best")} s join {table.Name} t on t.record = s.record
            where {findable(sql)} order by s.score desc, t.id limit {k}
            """);
    }
}
