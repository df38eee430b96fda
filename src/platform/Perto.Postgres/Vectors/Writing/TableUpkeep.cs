using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Npgsql;
using Perto.Platform;
using Perto.Vectors;

namespace Perto.Postgres;

/// <summary>
/// What the processes of a store know of a table and do for it from time to time: how many records it has, which indexes, the planner's statistics,
/// and the space of what expired.
/// </summary>
internal sealed class TableUpkeep(CollectionTable table, PostgresVectorOptions options, ILogger logger)
{
    // Below it no index is faster than reading the table.
    private const int IndexPayloadFrom = 1_000;
    private const int FewChanges = 1_000;
    private const int ReadAgainAfter = 500;
    private const int PurgedAtOnce = 2_000;
    private const int PurgeEvery = 100;
    private const int FoldEvery = 200;

    // Comparing so many values takes as long as a walk over an index.
    private const int ValuesOfWalk = 500_000;

    private readonly Dictionary<int, VectorIndexMethod> _indexed = [];
    private readonly Lock _lock = new();
    private long _rows;
    private long _counted = -1;
    private long _changes;
    private long _writes;
    private long _searches;
    private bool _payloadIndexed;
    private volatile string? _fault;

    /// <summary>How many records there are, as far as this process knows.</summary>
    public long Rows => Math.Max(0, Interlocked.Read(ref _rows));

    /// <summary>Why an index could not be built; null where all is well.</summary>
    public string? Fault => _fault;

    /// <summary>Records or matches up to which a vector is compared one by one, although there is an index.</summary>
    public int CompareUpTo(VectorField field) => options.CompareUpTo ?? Few(field);

    /// <summary>Records from which on a vector gets an index, and is searched with it.</summary>
    public int IndexFrom(VectorField field) => options.IndexFrom ?? field.Index.GraphFrom ?? Few(field);

    /// <summary>Records from which on an index that is there is used.</summary>
    public int UseFrom(VectorField field) => field.Index.GraphFrom ?? Few(field);

    public bool IsIndexed(int vector) => IndexOf(vector) is not null;

    /// <summary>The index that a vector has; it may be of other options than these.</summary>
    public VectorIndexMethod? IndexOf(int vector)
    {
        lock (_lock)
            return _indexed.TryGetValue(vector, out VectorIndexMethod method) ? method : null;
    }

    /// <summary>Reads from the server what other processes may have changed: before the first search, and every so many.</summary>
    public async Task BeforeSearchAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if ((Interlocked.Increment(ref _searches) - 1) % ReadAgainAfter == 0)
            await ReadAsync(connection, cancellationToken);
    }

    /// <summary>Counts records as they were seen in a search.</summary>
    public void Seen(long records) => Interlocked.Exchange(ref _rows, records);

    /// <summary>Told after a write was kept; does what has become due. What fails is logged and tried again with a later write.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "The write is kept: it does not fail because its table has no index yet.")]
    public async Task AfterWriteAsync(NpgsqlConnection connection, int added, int changed, long now, CancellationToken cancellationToken)
    {
        long rows = Interlocked.Add(ref _rows, added), changes = Interlocked.Add(ref _changes, changed), writes = Interlocked.Increment(ref _writes);
        try
        {
            if (changed > 1 || writes % PurgeEvery == 0)
                await PurgeAsync(connection, now, PurgedAtOnce, cancellationToken);
            if (writes % FoldEvery == 0)
                await FoldLengthsAsync(connection, cancellationToken);
            if (changes > Math.Max(FewChanges, rows / 5) && Interlocked.Exchange(ref _changes, 0) > 0)
            {
                await ExecuteAsync(connection, $"analyze {table.Name}", cancellationToken);
                await ReadAsync(connection, cancellationToken);
            }
            if (IsIndexDue())
                await BuildAsync(connection, everything: false, cancellationToken);
            _fault = null;
        }
        catch (OperationCanceledException)
        {
            // The write is kept, so its caller is not told that it was cancelled.
        }
        catch (Exception fault)
        {
            _fault = fault.Message;
            PostgresVectorsLog.UpkeepFailed(logger, table.Name, fault);
        }
    }

    /// <summary>Deletes records that have expired; gives their number.</summary>
    public async Task<long> PurgeAsync(NpgsqlConnection connection, long now, int most, CancellationToken cancellationToken)
    {
        SqlText sql = new();
        sql.Add($"""
            delete from {table.Name} where id in (
                select id from {table.Name} where expires_at <= {sql.Value(now)} order by expires_at limit {most} for update skip locked)
            """);
        await using NpgsqlCommand command = sql.ToCommand(connection);
        long purged = await command.ExecuteNonQueryAsync(cancellationToken);
        Interlocked.Add(ref _rows, -purged);
        return purged;
    }

    /// <summary>Builds the indexes that are missing: those that are due, or all that the table can have.</summary>
    public async Task BuildAsync(NpgsqlConnection connection, bool everything, CancellationToken cancellationToken)
    {
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellationToken);
        // Who comes second has nothing to do; while one builds the others go on without the index.
        SqlText sql = new();
        sql.Add(everything
            ? $"select true from pg_advisory_xact_lock({CatalogueSchema.MigrationLock} # {sql.Value(table.Id)})"
            : $"select pg_try_advisory_xact_lock({CatalogueSchema.MigrationLock} # {sql.Value(table.Id)})");
        await using (NpgsqlCommand mine = sql.ToCommand(connection, overMany: true))
        {
            if (await mine.ExecuteScalarAsync(cancellationToken) is not true)
                return;
        }
        await ReadAsync(connection, cancellationToken);
        if (options.BuildMemory is { } megabytes)
            await ExecuteAsync(connection, $"set local maintenance_work_mem = '{megabytes}MB'", cancellationToken);
        for (int field = 0; field < table.Payload.Count && (everything || Rows >= IndexPayloadFrom); field++)
            await ExecuteAsync(connection, TableDefinition.PayloadIndex(table, field), cancellationToken);
        for (int vector = 0; vector < table.Vectors.Count; vector++)
        {
            if (VectorIndex.Statement(table, vector, options) is not { } build || IsIndexed(vector) || !(everything || IsDue(vector)))
                continue;
            PostgresVectorsLog.Building(logger, table.Index(vector), Rows);
            await ExecuteAsync(connection, build, cancellationToken);
        }
        await transaction.CommitAsync(CancellationToken.None);
        await ReadAsync(connection, cancellationToken);
    }

    /// <summary>Drops the approximate indexes, so that they are built anew with the settings of now.</summary>
    public async Task DropIndexesAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        for (int vector = 0; vector < table.Vectors.Count; vector++)
            await ExecuteAsync(connection, $"drop index if exists {CatalogueSchema.Name}.{table.Index(vector)}", cancellationToken);
        await ReadAsync(connection, cancellationToken);
    }

    /// <summary>Reads how many records there are about, and which indexes.</summary>
    public async Task ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        SqlText sql = new();
        sql.Add($"""
            select c.reltuples::bigint, i.relname::text, a.amname::text
            from pg_class c
            left join pg_index x on x.indrelid = c.oid and x.indisvalid
            left join pg_class i on i.oid = x.indexrelid
            left join pg_am a on a.oid = i.relam
            where c.oid = to_regclass({sql.Value(table.Name)})
            """);
        long rows = -1;
        Dictionary<string, string> methods = new(StringComparer.Ordinal);
        await using (NpgsqlCommand command = sql.ToCommand(connection))
        await using (NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                rows = reader.GetInt64(0);
                if (!reader.IsDBNull(1))
                    methods.Add(reader.GetString(1), reader.GetString(2));
            }
        }
        lock (_lock)
        {
            _indexed.Clear();
            for (int vector = 0; vector < table.Vectors.Count; vector++)
            {
                if (methods.TryGetValue(table.Index(vector), out string? method))
                    _indexed.Add(vector, method == "ivfflat" ? VectorIndexMethod.IvfFlat : VectorIndexMethod.Hnsw);
            }
            _payloadIndexed = table.Payload.Count == 0 || methods.ContainsKey($"{table.Bare}_p{table.Payload.Count - 1}");
        }
        // Where nobody has counted since, what this process counted itself is newer.
        if (rows >= 0 && Interlocked.Exchange(ref _counted, rows) != rows)
            Interlocked.Exchange(ref _rows, rows);
    }

    private async Task FoldLengthsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        for (int vector = 0; vector < table.Vectors.Count; vector++)
        {
            if (table.Schema.Vectors[vector].Metric != Metric.Bm25)
                continue;
            string lengths = $"{CatalogueSchema.Name}.{table.Lengths(vector)}";
            await ExecuteAsync(
                connection,
                $"""
                with gone as (
                    delete from {lengths} where id in (select id from {lengths} order by id limit 10000 for update skip locked) returning records, length)
                insert into {lengths} (records, length) select sum(records), sum(length) from gone having count(*) > 0
                """,
                cancellationToken);
        }
    }

    private bool IsIndexDue()
    {
        bool payload;
        lock (_lock)
            payload = _payloadIndexed || table.Payload.Count == 0;
        return (!payload && Rows >= IndexPayloadFrom) || Enumerable.Range(0, table.Vectors.Count).Any(IsDue);
    }

    private bool IsDue(int vector) =>
        VectorIndex.Statement(table, vector, options) is not null && !IsIndexed(vector) && Rows >= Math.Max(IndexFrom(table.Schema.Vectors[vector]), VectorIndex.Least(options));

    // Bits are 32 times as short as floats.
    private static int Few(VectorField field) =>
        Math.Clamp(ValuesOfWalk / Math.Max(1, field.Kind == VectorKind.Bits ? field.Dimension / 32 : field.Dimension), 1_000, 10_000);

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        // Indexes take as long as they take.
        await using NpgsqlCommand command = new(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
