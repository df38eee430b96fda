using System.Data;
using Npgsql;
using Perto.Vectors;
using Perto.Vectors.Storage;

namespace Perto.Postgres;

/// <summary>A collection of a <see cref="PostgresVectorStore"/>. All that is not in the schema is on the server: any number of processes may have it open.</summary>
/// <remarks>Where the server does not answer, each operation throws a <see cref="StorageException"/>; a write that throws one may have been kept.</remarks>
internal sealed class PostgresVectorCollection(
    TenantId tenant,
    string name,
    CollectionTable table,
    TableUpkeep upkeep,
    PostgresCalls calls,
    CollectionCatalogue catalogue,
    PostgresVectorOptions options,
    TimeProvider clock) : IVectorCollection
{
    private readonly RecordWriter _writer = new(table);

    /// <inheritdoc/>
    public TenantId Tenant => tenant;

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public CollectionSchema Schema => table.Schema;

    internal CollectionTable Table => table;

    private long Now => PayloadValue.UnixMicroseconds(clock.GetUtcNow());

    /// <inheritdoc/>
    public async ValueTask UpsertAsync(VectorRecord record, CancellationToken cancellationToken = default)
    {
        VectorRecord[] bound = [Schema.Bind(record)];
        await RepeatableAsync(
            async connection =>
            {
                int fresh = await _writer.WriteAsync(connection, bound, cancellationToken);
                await upkeep.AfterWriteAsync(connection, fresh, changed: 1, Now, cancellationToken);
                return fresh;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask UpsertAsync(IReadOnlyList<VectorRecord> records, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<VectorRecord> bound = Schema.Bind(records);
        if (bound.Count == 0)
        {
            await RequireAsync(cancellationToken);
            return;
        }
        await GuardedAsync(
            async () =>
            {
                int fresh = await calls.TransactionAsync(
                    connection => bound.Count < RecordWriter.CopyFrom
                        ? _writer.WriteAsync(connection, bound, cancellationToken)
                        : _writer.CopyAsync(connection, bound, cancellationToken),
                    IsolationLevel.ReadCommitted,
                    cancellationToken);
                await AfterWriteAsync(fresh, bound.Count, cancellationToken);
                return fresh;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<VectorRecord?> GetAsync(string id, bool includeVectors = true, CancellationToken cancellationToken = default)
    {
        RecordRules.CheckId(id, "id");
        return (await ReadAsync([id], includeVectors, cancellationToken)).GetValueOrDefault(id);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<VectorRecord>> GetAsync(
        IReadOnlyList<string> ids, bool includeVectors = true, CancellationToken cancellationToken = default)
    {
        CheckIds(ids);
        Dictionary<string, VectorRecord> records = await ReadAsync([.. ids.Distinct(StringComparer.Ordinal)], includeVectors, cancellationToken);
        return [.. ids.Where(records.ContainsKey).Select(id => records[id])];
    }

    /// <inheritdoc/>
    public async ValueTask<long> DeleteAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken = default)
    {
        CheckIds(ids);
        return await DeleteAsync(sql => $"t.id = any({sql.Value([.. ids])})", cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<long> DeleteAsync(Filter filter, CancellationToken cancellationToken = default)
    {
        Filter bound = Schema.Bind(filter);
        return await DeleteAsync(sql => new FilterSql(table, sql).Condition(bound), cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> UpdateAsync(string id, VectorPatch patch, CancellationToken cancellationToken = default)
    {
        RecordRules.CheckId(id, "id");
        return await ChangeAsync(Schema.Bind(patch), sql => $"t.id = {sql.Value(id)}", repeatable: true, cancellationToken) == 1;
    }

    /// <inheritdoc/>
    public async ValueTask<long> UpdatePayloadAsync(
        Filter filter, IReadOnlyDictionary<string, PayloadValue> patch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(patch);
        Filter matching = Schema.Bind(filter);
        VectorPatch bound = Schema.Bind(new VectorPatch { Payload = new Dictionary<string, PayloadValue>(patch, StringComparer.Ordinal) });
        return await ChangeAsync(bound, sql => new FilterSql(table, sql).Condition(matching), repeatable: false, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<long> CountAsync(Filter? filter = null, CancellationToken cancellationToken = default)
    {
        Filter? bound = Bind(filter);
        return await RepeatableAsync(
            async connection =>
            {
                SqlText sql = new();
                sql.Add($"select count(*) from {table.Name} t where {Matching(sql, bound)}");
                await using NpgsqlCommand command = sql.ToCommand(connection);
                return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<ScrollPage> ScrollAsync(ScrollQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.Limit is < 1 or > ScrollQuery.MaxLimit)
            throw new VectorStoreException("limit", query.Limit, $"1..{ScrollQuery.MaxLimit}");
        string? after = query.Cursor is null ? null : ScrollCursor.Read(query.Cursor);
        Filter? bound = Bind(query.Filter);
        RecordSelection selection = new(table, payload: true, query.IncludeVectors);
        return await RepeatableAsync(
            async connection =>
            {
                SqlText sql = new();
                sql.Add($"""
                    select {selection.Columns} from {table.Name} t
                    where {Matching(sql, bound)}{(after is null ? "" : $" and t.id > {sql.Value(after)}")}
                    order by t.id limit {sql.Value(query.Limit + 1)}
                    """);
                await using NpgsqlCommand command = sql.ToCommand(connection);
                await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
                List<VectorRecord> records = [];
                bool more = false;
                while (await reader.ReadAsync(cancellationToken))
                {
                    more = records.Count == query.Limit;
                    if (!more)
                        records.Add(selection.Record(reader));
                }
                return new ScrollPage(records, more ? ScrollCursor.Write(records[^1].Id) : null);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<SearchResult> SearchAsync(VectorQuery query, CancellationToken cancellationToken = default)
    {
        Schema.Bind(query);
        Filter? filter = Bind(query.Filter);
        return query.Group is null
            ? await RepeatableAsync(connection => Search(connection, cancellationToken).RunAsync(query, filter), cancellationToken)
            : await AtOneMomentAsync(search => search.RunAsync(query, filter), cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<SearchResult>> SearchAsync(IReadOnlyList<VectorQuery> queries, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(queries);
        Filter?[] filters = new Filter?[queries.Count];
        for (int i = 0; i < filters.Length; i++)
        {
            Schema.Bind(queries[i], $"queries[{i}].");
            filters[i] = Bind(queries[i].Filter, $"queries[{i}].");
        }
        return await AtOneMomentAsync<IReadOnlyList<SearchResult>>(
            async search =>
            {
                SearchResult[] results = new SearchResult[queries.Count];
                for (int i = 0; i < results.Length; i++)
                    results[i] = await search.RunAsync(queries[i], filters[i]);
                return results;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<SearchResult> SearchAsync(FusedQuery query, CancellationToken cancellationToken = default)
    {
        Schema.Bind(query);
        Filter? filter = Bind(query.Filter);
        return await AtOneMomentAsync(search => search.RunAsync(query, filter), cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<CollectionStatistics> StatisticsAsync(CancellationToken cancellationToken = default) => await RepeatableAsync(
        async connection =>
        {
            await upkeep.ReadAsync(connection, cancellationToken);
            SqlText sql = new();
            sql.Add($"""
                select count(*){string.Concat(table.Vectors.Select(columns => $", count(t.{columns[0].Name})"))} from {table.Name} t where {Matching(sql, filter: null)}
                """);
            long records;
            Dictionary<string, long> vectors = new(StringComparer.Ordinal);
            await using (NpgsqlCommand command = sql.ToCommand(connection))
            await using (NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken))
            {
                await reader.ReadAsync(cancellationToken);
                records = reader.GetInt64(0);
                for (int vector = 0; vector < table.Vectors.Count; vector++)
                    vectors.Add(Schema.Vectors[vector].Name, reader.GetInt64(vector + 1));
            }
            (long bytes, long dead) = await SizeAsync(connection, cancellationToken);
            return new CollectionStatistics
            {
                Records = records,
                Vectors = vectors,
                Indexed = vectors.Where(vector => upkeep.IsIndexed(table.VectorNumber(vector.Key))).ToDictionary(StringComparer.Ordinal),
                DeadRecords = dead,
                Bytes = bytes,
                BytesOnDisk = bytes,
            };
        },
        cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<CollectionHealth> HealthAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            if (!await catalogue.HasAsync(table.Id, cancellationToken))
                return new CollectionHealth(HealthState.Failed, "The collection was deleted.", Writable: false);
            return upkeep.Fault is { } fault
                ? new CollectionHealth(HealthState.Degraded, $"The indexes are not kept up: {fault}", Writable: true)
                : CollectionHealth.Ok;
        }
        catch (StorageException unreachable)
        {
            return new CollectionHealth(HealthState.Failed, unreachable.Message, Writable: false);
        }
    }

    /// <summary>Deletes what has expired; gives how many records there were.</summary>
    internal async Task<long> PurgeAsync(CancellationToken cancellationToken)
    {
        const int AtOnce = 10_000;
        long all = 0, some;
        do
        {
            some = await RepeatableAsync(connection => upkeep.PurgeAsync(connection, Now, AtOnce, cancellationToken), cancellationToken);
            all += some;
        }
        while (some == AtOnce);
        return all;
    }

    /// <summary>Builds the indexes that the table does not have yet, however few records there are.</summary>
    internal Task BuildIndexesAsync(bool anew, CancellationToken cancellationToken) => RepeatableAsync(
        async connection =>
        {
            if (anew)
                await upkeep.DropIndexesAsync(connection, cancellationToken);
            await using (NpgsqlCommand analyze = new($"analyze {table.Name}", connection) { CommandTimeout = 0 })
                await analyze.ExecuteNonQueryAsync(cancellationToken);
            await upkeep.BuildAsync(connection, everything: true, cancellationToken);
            return true;
        },
        cancellationToken);

    private Task<Dictionary<string, VectorRecord>> ReadAsync(string[] ids, bool includeVectors, CancellationToken cancellationToken)
    {
        RecordSelection selection = new(table, payload: true, includeVectors);
        return RepeatableAsync(
            async connection =>
            {
                SqlText sql = new();
                sql.Add($"select {selection.Columns} from {table.Name} t where t.id = any({sql.Value(ids)}) and {Matching(sql, filter: null)}");
                await using NpgsqlCommand command = sql.ToCommand(connection);
                await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
                Dictionary<string, VectorRecord> records = new(ids.Length, StringComparer.Ordinal);
                while (await reader.ReadAsync(cancellationToken))
                {
                    VectorRecord record = selection.Record(reader);
                    records.Add(record.Id, record);
                }
                return records;
            },
            cancellationToken);
    }

    private Task<long> DeleteAsync(Func<SqlText, string> which, CancellationToken cancellationToken) => GuardedAsync(
        () => calls.OnceAsync(
            async connection =>
            {
                SqlText sql = new();
                sql.Add($"delete from {table.Name} t where {which(sql)} and {Matching(sql, filter: null)}");
                await using NpgsqlCommand command = sql.ToCommand(connection, overMany: true);
                int deleted = await command.ExecuteNonQueryAsync(cancellationToken);
                await upkeep.AfterWriteAsync(connection, -deleted, deleted, Now, cancellationToken);
                return (long)deleted;
            },
            cancellationToken),
        cancellationToken);

    private Task<long> ChangeAsync(VectorPatch patch, Func<SqlText, string> which, bool repeatable, CancellationToken cancellationToken)
    {
        return GuardedAsync(() => repeatable ? calls.RepeatableAsync(RunAsync, cancellationToken) : calls.OnceAsync(RunAsync, cancellationToken), cancellationToken);

        async Task<long> RunAsync(NpgsqlConnection connection)
        {
            SqlText sql = new();
            string[] assignments = [.. Assignments(sql, patch)];
            sql.Add(assignments.Length == 0
                ? $"select count(*) from {table.Name} t where {which(sql)} and {Matching(sql, filter: null)}"
                : $"""
                    with changed as (update {table.Name} t set {string.Join(", ", assignments)} where {which(sql)} and {Matching(sql, filter: null)} returning 1)
                    select count(*) from changed
                    """);
            await using NpgsqlCommand command = sql.ToCommand(connection, overMany: true);
            long changed = (long)(await command.ExecuteScalarAsync(cancellationToken))!;
            if (assignments.Length > 0)
                await upkeep.AfterWriteAsync(connection, added: 0, (int)changed, Now, cancellationToken);
            return changed;
        }
    }

    private IEnumerable<string> Assignments(SqlText sql, VectorPatch patch)
    {
        if (patch.ExpiresAt is { } moment)
            yield return $"expires_at = {sql.Value(PayloadValue.UnixMicroseconds(moment))}";
        if (patch.NeverExpires)
            yield return "expires_at = null";
        foreach ((string vector, VectorValue? value) in patch.Vectors)
        {
            foreach (string assignment in RecordWriter.Assignments(sql, table.Vectors[table.VectorNumber(vector)], value))
                yield return assignment;
        }
        foreach ((string field, PayloadValue value) in patch.Payload)
        {
            PayloadValue? set = value.Kind is PayloadKind.None ? (PayloadValue?)null : value;
            foreach (string assignment in RecordWriter.Assignments(sql, table.Payload[table.PayloadNumber(field)], set))
                yield return assignment;
        }
    }

    private async Task<(long Bytes, long Dead)> SizeAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        SqlText sql = new();
        string[] tables =
        [
            table.Name,
            .. Enumerable.Range(0, table.Vectors.Count).Where(vector => Schema.Vectors[vector].Kind == VectorKind.Sparse)
                .SelectMany(vector => new[] { $"{CatalogueSchema.Name}.{table.Postings(vector)}", $"{CatalogueSchema.Name}.{table.Lengths(vector)}" }),
        ];
        sql.Add($"""
            select (select coalesce(sum(pg_total_relation_size(to_regclass(name))), 0)::bigint from unnest({sql.Value(tables)}) name),
                (select count(*) from {table.Name} where expires_at <= {sql.Value(Now)})
            """);
        await using NpgsqlCommand command = sql.ToCommand(connection);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return (reader.GetInt64(0), reader.GetInt64(1));
    }

    private string Matching(SqlText sql, Filter? filter) =>
        $"(t.expires_at is null or t.expires_at > {sql.Value(Now)}){(filter is null ? "" : $" and {new FilterSql(table, sql).Condition(filter)}")}";

    private Filter? Bind(Filter? filter, string path = "") => filter is null ? null : Schema.Bind(filter, path);

    private TableSearch Search(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        new(table, upkeep, options, connection, clock, Now, cancellationToken);

    private Task<T> AtOneMomentAsync<T>(Func<TableSearch, Task<T>> search, CancellationToken cancellationToken) => GuardedAsync(
        () => calls.TransactionAsync(connection => search(Search(connection, cancellationToken)), IsolationLevel.RepeatableRead, cancellationToken),
        cancellationToken);

    private Task<T> RepeatableAsync<T>(Func<NpgsqlConnection, Task<T>> call, CancellationToken cancellationToken) =>
        GuardedAsync(() => calls.RepeatableAsync(call, cancellationToken), cancellationToken);

    private Task<int> AfterWriteAsync(int fresh, int changed, CancellationToken cancellationToken) => calls.OnceAsync(
        async connection =>
        {
            await upkeep.AfterWriteAsync(connection, fresh, changed, Now, cancellationToken);
            return fresh;
        },
        cancellationToken);

    private async Task RequireAsync(CancellationToken cancellationToken)
    {
        if (!await catalogue.HasAsync(table.Id, cancellationToken))
            throw Deleted(fault: null);
    }

    // A table that is gone was deleted, here or by another process.
    private async Task<T> GuardedAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call();
        }
        catch (PostgresException fault) when (fault.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InternalError)
        {
            if (!await catalogue.HasAsync(table.Id, cancellationToken))
                throw Deleted(fault);
            throw;
        }
    }

    private VectorStoreException Deleted(Exception? fault) => new("collection", name, "one that exists; this one was deleted", fault);

    private static void CheckIds(IReadOnlyList<string> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        for (int i = 0; i < ids.Count; i++)
            RecordRules.CheckId(ids[i], $"ids[{i}]");
    }
}
