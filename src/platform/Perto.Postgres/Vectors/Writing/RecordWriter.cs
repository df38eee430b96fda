using Npgsql;
using NpgsqlTypes;
using Perto.Vectors;

namespace Perto.Postgres;

/// <summary>Writes records that are bound to the schema, and tells how many are new.</summary>
internal sealed class RecordWriter(CollectionTable table)
{
    /// <summary>Records from which on they come by COPY into a table of their own first.</summary>
    public const int CopyFrom = 8;

    private readonly string[] _columns =
    [
        "id", "expires_at",
        .. table.Vectors.SelectMany(columns => columns).Select(column => column.Name),
        .. table.Payload.SelectMany(columns => columns).Select(column => column.Name),
    ];

    private string Columns => string.Join(", ", _columns);

    // What decides whether a row is new: one that was replaced names its replacer.
    private string Replacement =>
        $"on conflict (id) do update set {string.Join(", ", _columns.Skip(1).Select(column => $"{column} = excluded.{column}"))} returning (xmax = 0) as fresh";

    /// <summary>Writes few records, each by a statement of its own; the caller's transaction makes them one.</summary>
    public async Task<int> WriteAsync(NpgsqlConnection connection, IReadOnlyList<VectorRecord> records, CancellationToken cancellationToken)
    {
        await using NpgsqlBatch batch = new(connection);
        foreach (VectorRecord record in records.OrderBy(record => record.Id, StringComparer.Ordinal))
            batch.BatchCommands.Add(Upsert(record).ToBatchCommand());
        int fresh = 0;
        await using NpgsqlDataReader reader = await batch.ExecuteReaderAsync(cancellationToken);
        do
        {
            while (await reader.ReadAsync(cancellationToken))
                fresh += reader.GetBoolean(0) ? 1 : 0;
        }
        while (await reader.NextResultAsync(cancellationToken));
        return fresh;
    }

    /// <summary>Writes many records within a transaction of the caller.</summary>
    public async Task<int> CopyAsync(NpgsqlConnection connection, IReadOnlyList<VectorRecord> records, CancellationToken cancellationToken)
    {
        string load = $"perto_load_{table.Bare}";
        await using (NpgsqlCommand create = new($"create temp table {load} on commit drop as select {Columns} from {table.Name} with no data", connection))
            await create.ExecuteNonQueryAsync(cancellationToken);
        await using (NpgsqlBinaryImporter importer = await connection.BeginBinaryImportAsync($"copy {load} ({Columns}) from stdin (format binary)", cancellationToken))
        {
            foreach (VectorRecord record in records)
                await WriteAsync(importer, record, cancellationToken);
            await importer.CompleteAsync(cancellationToken);
        }
        // In the order of ids, so that writers of the same records wait for one another and do not hold one another up.
        await using NpgsqlCommand insert = new(
            $"with written as (insert into {table.Name} as t ({Columns}) select {Columns} from {load} order by id {Replacement}) select count(*) filter (where fresh) from written",
            connection)
        {
            CommandTimeout = 0,
        };
        return (int)(long)(await insert.ExecuteScalarAsync(cancellationToken))!;
    }

    private SqlText Upsert(VectorRecord record)
    {
        SqlText sql = new();
        List<string> values = [sql.Value(record.Id), sql.Nullable(Expiry(record), NpgsqlDbType.Bigint)];
        for (int vector = 0; vector < table.Vectors.Count; vector++)
        {
            VectorValue? value = record.Vectors.TryGetValue(table.Schema.Vectors[vector].Name, out VectorValue given) ? given : (VectorValue?)null;
            values.AddRange(table.Vectors[vector].Select(column => Parameter(sql, column, value)));
        }
        for (int field = 0; field < table.Payload.Count; field++)
        {
            PayloadValue? value = record.Payload.TryGetValue(table.Schema.Payload[field].Name, out PayloadValue given) ? given : (PayloadValue?)null;
            values.AddRange(table.Payload[field].Select(column => Parameter(sql, column, value)));
        }
        return sql.Add($"insert into {table.Name} as t ({Columns}) values ({string.Join(", ", values)}) {Replacement}");
    }

    /// <summary>The assignments that set a vector or a payload field, or remove it.</summary>
    public static IEnumerable<string> Assignments<T>(SqlText sql, IReadOnlyList<RecordColumn<T>> columns, T? value)
        where T : struct =>
        columns.Select(column => $"{column.Name} = {Parameter(sql, column, value)}");

    public static long? Expiry(VectorRecord record) => record.ExpiresAt is { } moment ? PayloadValue.UnixMicroseconds(moment) : null;

    private static string Parameter<T>(SqlText sql, RecordColumn<T> column, T? value)
        where T : struct =>
        column.Cast(sql.Nullable(value is { } given ? column.Value(given) : null, column.Wire));

    private async Task WriteAsync(NpgsqlBinaryImporter importer, VectorRecord record, CancellationToken cancellationToken)
    {
        await importer.StartRowAsync(cancellationToken);
        await importer.WriteAsync(record.Id, NpgsqlDbType.Text, cancellationToken);
        await WriteAsync(importer, Expiry(record), NpgsqlDbType.Bigint, cancellationToken);
        for (int vector = 0; vector < table.Vectors.Count; vector++)
        {
            bool has = record.Vectors.TryGetValue(table.Schema.Vectors[vector].Name, out VectorValue value);
            foreach (RecordColumn<VectorValue> column in table.Vectors[vector])
            {
                if (has && column.Binary is { } binary)
                    await importer.WriteAsync(binary(value), NpgsqlDbType.Bytea, cancellationToken);
                else
                    await WriteAsync(importer, has ? column.Value(value) : null, column.Wire, cancellationToken);
            }
        }
        for (int field = 0; field < table.Payload.Count; field++)
        {
            bool has = record.Payload.TryGetValue(table.Schema.Payload[field].Name, out PayloadValue value);
            foreach (RecordColumn<PayloadValue> column in table.Payload[field])
                await WriteAsync(importer, has ? column.Value(value) : null, column.Wire, cancellationToken);
        }
    }

    private static Task WriteAsync(NpgsqlBinaryImporter importer, object? value, NpgsqlDbType type, CancellationToken cancellationToken) =>
        value is null ? importer.WriteNullAsync(cancellationToken) : importer.WriteAsync(value, type, cancellationToken);
}
