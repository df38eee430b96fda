using System.Text;
using Perto.Vectors;

namespace Perto.Postgres;

/// <summary>The statements that make and drop the tables of a collection.</summary>
internal static class TableDefinition
{
    public static string Create(CollectionTable table)
    {
        StringBuilder sql = new($"create table {table.Name} (id text collate \"C\" primary key, expires_at bigint");
        if (table.HasPostings)
            sql.Append(", record bigint generated always as identity unique");
        foreach (RecordColumn<VectorValue> column in table.Vectors.SelectMany(columns => columns))
            sql.Append($", {column.Name} {column.Type}");
        foreach (RecordColumn<PayloadValue> column in table.Payload.SelectMany(columns => columns))
            sql.Append($", {column.Name} {column.Type}");
        sql.Append(");");
        // Statistics of vectors say nothing to the planner, and reading them takes longest.
        foreach (RecordColumn<VectorValue> column in table.Vectors.SelectMany(columns => columns))
            sql.Append($"alter table {table.Name} alter column {column.Name} set statistics 0;");
        sql.Append($"create index {table.Bare}_expiry on {table.Name} (expires_at) where expires_at is not null;");
        for (int vector = 0; vector < table.Vectors.Count; vector++)
        {
            if (table.Schema.Vectors[vector].Kind == VectorKind.Sparse)
                AddPostings(sql, table, vector);
        }
        return sql.ToString();
    }

    public static string Drop(CollectionTable table)
    {
        StringBuilder sql = new($"drop table if exists {table.Name};");
        for (int vector = 0; vector < table.Vectors.Count; vector++)
        {
            if (table.Schema.Vectors[vector].Kind == VectorKind.Sparse)
                sql.Append($"drop table if exists {CatalogueSchema.Name}.{table.Postings(vector)}, {CatalogueSchema.Name}.{table.Lengths(vector)};");
        }
        return sql.ToString();
    }

    /// <summary>The statement that indexes a payload field for filters; a table of few records does without.</summary>
    public static string PayloadIndex(CollectionTable table, int field)
    {
        string column = table.Payload[field][0].Name;
        string method = table.Schema.Payload[field].Kind switch
        {
            // Of any length, as only the hash is kept; keywords have no order.
            PayloadKind.Keyword => $"using hash ({column})",
            PayloadKind.Keywords => $"using gin ({TermsOf(table, field)})",
            PayloadKind.Text => $"using gin ({column}_terms)",
            _ => $"({column})",
        };
        return $"create index if not exists {table.Bare}_p{field} on {table.Name} {method}";
    }

    /// <summary>The terms of a list of keywords.</summary>
    public static string TermsOf(CollectionTable table, int field) =>
        $"(coalesce({table.Payload[field][1].Name}, {table.Payload[field][0].Name}))";

    private static void AddPostings(StringBuilder sql, CollectionTable table, int vector)
    {
        bool counts = table.Schema.Vectors[vector].Metric == Metric.Bm25;
        string postings = table.Postings(vector), lengths = table.Lengths(vector);
        sql.Append($"""
            create table {CatalogueSchema.Name}.{postings} (
                dimension bigint not null, record bigint not null, value real not null, length real not null,
                primary key (dimension, record) include (value, length));
            """);
        if (counts)
            sql.Append($"create table {CatalogueSchema.Name}.{lengths} (id bigint generated always as identity primary key, records bigint not null, length double precision not null);");
        string arguments = $"'{postings}', '{(counts ? lengths : "")}', '{table.Vectors[vector][0].Name}', '{table.Vectors[vector][1].Name}'";
        sql.Append($"""
            create trigger {postings}_insert after insert on {table.Name} referencing new table as new_rows
                for each statement execute function perto_vectors.keep_postings({arguments});
            create trigger {postings}_update after update on {table.Name} referencing old table as old_rows new table as new_rows
                for each statement execute function perto_vectors.keep_postings({arguments});
            create trigger {postings}_delete after delete on {table.Name} referencing old table as old_rows
                for each statement execute function perto_vectors.keep_postings({arguments});
            """);
    }
}
