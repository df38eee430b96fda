using System.Data;
using Npgsql;
using Perto.Vectors;
using Perto.Vectors.Storage;

namespace Perto.Postgres;

/// <summary>
/// Which collections there are. It makes its own tables with the first use, under a lock, so that any number of processes may begin at once.
/// </summary>
internal sealed class CollectionCatalogue(PostgresCalls calls, TimeProvider clock)
{
    // Iterative scans came with it.
    private static readonly Version OldestPgvector = new(0, 8);

    private readonly Lock _lock = new();
    private Task? _preparing;

    /// <summary>Finds a collection; null where there is none of that name.</summary>
    public async Task<CatalogueEntry?> FindAsync(TenantId tenant, string name, CancellationToken cancellationToken)
    {
        await PrepareAsync(cancellationToken);
        return await calls.RepeatableAsync(connection => FindAsync(connection, tenant, name, cancellationToken), cancellationToken);
    }

    /// <summary>Makes a collection, or finds the one that is there.</summary>
    public async Task<CatalogueEntry> CreateAsync(TenantId tenant, string name, CollectionSchema schema, CancellationToken cancellationToken)
    {
        await PrepareAsync(cancellationToken);
        while (true)
        {
            // Where another creates it at this moment the insertion waits for that to end, and then does nothing.
            CatalogueEntry? entry = await calls.TransactionAsync(
                async connection =>
                {
                    SqlText insertion = new();
                    insertion.Add($"""
                        insert into perto_vectors.collections (tenant, name, schema, created_at)
                        values ({insertion.Value(tenant.Value)}, {insertion.Value(name)}, {insertion.Value(SchemaDocument.Write(schema))}, {insertion.Value(Micros())})
                        on conflict (tenant, name) do nothing
                        returning id
                        """);
                    await using NpgsqlCommand insert = insertion.ToCommand(connection);
                    if (await insert.ExecuteScalarAsync(cancellationToken) is not long id)
                        return await FindAsync(connection, tenant, name, cancellationToken);
                    await using NpgsqlCommand create = new(TableDefinition.Create(new CollectionTable(id, schema)), connection);
                    await create.ExecuteNonQueryAsync(cancellationToken);
                    return new CatalogueEntry(id, schema);
                },
                IsolationLevel.ReadCommitted,
                cancellationToken);
            // Null: the one that was in the way was deleted before it could be read.
            if (entry is not null)
                return entry;
        }
    }

    /// <summary>Deletes a collection with all that is in it; its number, or null where there was none.</summary>
    public async Task<long?> DeleteAsync(TenantId tenant, string name, CancellationToken cancellationToken)
    {
        await PrepareAsync(cancellationToken);
        return await calls.TransactionAsync(
            async connection =>
            {
                SqlText deletion = new();
                deletion.Add($"""
                    delete from perto_vectors.collections where tenant = {deletion.Value(tenant.Value)} and name = {deletion.Value(name)} returning id, schema
                    """);
                CollectionTable? table = null;
                await using (NpgsqlCommand delete = deletion.ToCommand(connection))
                await using (NpgsqlDataReader reader = await delete.ExecuteReaderAsync(cancellationToken))
                {
                    if (await reader.ReadAsync(cancellationToken))
                        table = new CollectionTable(reader.GetInt64(0), SchemaDocument.Read(reader.GetString(1)));
                }
                if (table is null)
                    return (long?)null;
                await using NpgsqlCommand drop = new(TableDefinition.Drop(table), connection);
                await drop.ExecuteNonQueryAsync(cancellationToken);
                return table.Id;
            },
            IsolationLevel.ReadCommitted,
            cancellationToken);
    }

    /// <summary>Whether the collection of this number is still there.</summary>
    public Task<bool> HasAsync(long id, CancellationToken cancellationToken) => calls.RepeatableAsync(
        async connection =>
        {
            SqlText query = new();
            query.Add($"select exists (select 1 from perto_vectors.collections where id = {query.Value(id)})");
            await using NpgsqlCommand command = query.ToCommand(connection);
            return await command.ExecuteScalarAsync(cancellationToken) is true;
        },
        cancellationToken);

    /// <summary>The names of a tenant's collections, in ordinal order.</summary>
    public async Task<IReadOnlyList<string>> NamesAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        await PrepareAsync(cancellationToken);
        return await calls.RepeatableAsync(
            async connection =>
            {
                SqlText query = new();
                query.Add($"select name from perto_vectors.collections where tenant = {query.Value(tenant.Value)} order by name");
                await using NpgsqlCommand command = query.ToCommand(connection);
                await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
                List<string> names = [];
                while (await reader.ReadAsync(cancellationToken))
                    names.Add(reader.GetString(0));
                return names;
            },
            cancellationToken);
    }

    private static async Task<CatalogueEntry?> FindAsync(NpgsqlConnection connection, TenantId tenant, string name, CancellationToken cancellationToken)
    {
        SqlText query = new();
        query.Add($"select id, schema from perto_vectors.collections where tenant = {query.Value(tenant.Value)} and name = {query.Value(name)}");
        await using NpgsqlCommand command = query.ToCommand(connection);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? new CatalogueEntry(reader.GetInt64(0), SchemaDocument.Read(reader.GetString(1))) : null;
    }

    // Once for the process, for all who wait; again after it failed.
    private Task PrepareAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_preparing is null or { IsFaulted: true } or { IsCanceled: true })
            {
                _preparing = calls.TransactionAsync(
                    async connection =>
                    {
                        await MigrateAsync(connection, CancellationToken.None);
                        return true;
                    },
                    IsolationLevel.ReadCommitted,
                    CancellationToken.None);
            }
            return _preparing.IsCompletedSuccessfully ? Task.CompletedTask : _preparing.WaitAsync(cancellationToken);
        }
    }

    private async Task MigrateAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await ExecuteAsync(connection, $"select pg_advisory_xact_lock({CatalogueSchema.MigrationLock})", cancellationToken);
        await RequirePgvectorAsync(connection, cancellationToken);
        if (await ScalarAsync(connection, "select to_regclass('perto_vectors.migrations')::text", cancellationToken) is not string)
        {
            await ExecuteAsync(
                connection,
                $"create schema if not exists {CatalogueSchema.Name}; create table perto_vectors.migrations (number int primary key, applied_at bigint not null)",
                cancellationToken);
        }
        int applied = (int)(await ScalarAsync(connection, "select coalesce(max(number), 0) from perto_vectors.migrations", cancellationToken))!;
        if (applied > CatalogueSchema.Steps.Count)
        {
            throw new StorageException(
                calls.Server, $"holds vector collections of a later release (migration {applied}; this one knows {CatalogueSchema.Steps.Count})", "Use that release or a later one");
        }
        for (int step = applied; step < CatalogueSchema.Steps.Count; step++)
        {
            await ExecuteAsync(connection, CatalogueSchema.Steps[step], cancellationToken);
            await ExecuteAsync(connection, $"insert into perto_vectors.migrations (number, applied_at) values ({step + 1}, {Micros()})", cancellationToken);
        }
    }

    private async Task RequirePgvectorAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        const string Installed = "select extversion from pg_extension where extname = 'vector'";
        string? version = await ScalarAsync(connection, Installed, cancellationToken) as string;
        if (version is null)
        {
            if (await ScalarAsync(connection, "select 1 from pg_available_extensions where name = 'vector'", cancellationToken) is null)
                throw new StorageException(calls.Server, "has no pgvector", "Install pgvector 0.8 or later on the server, or set Perto:Vectors:Store to embedded");
            try
            {
                await ExecuteAsync(connection, "create extension vector", cancellationToken);
            }
            catch (PostgresException refused) when (refused.SqlState is PostgresErrorCodes.InsufficientPrivilege)
            {
                throw new StorageException(
                    calls.Server, "has not enabled pgvector for this database, and the user of the connection may not do it", "Run as a superuser, in this database: create extension vector", refused);
            }
            version = await ScalarAsync(connection, Installed, cancellationToken) as string;
        }
        if (!Version.TryParse(version, out Version? number) || number < OldestPgvector)
            throw new StorageException(calls.Server, $"has pgvector {version}", $"Install {OldestPgvector} or later, and run in this database: alter extension vector update");
        if (await ScalarAsync(connection, "select to_regtype('vector')::text", cancellationToken) is null)
        {
            throw new StorageException(
                calls.Server, "has pgvector in a schema that is not searched", "Name that schema in the connection string beside public: Search Path=public,extensions");
        }
    }

    private long Micros() => PayloadValue.UnixMicroseconds(clock.GetUtcNow());

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = new(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = new(sql, connection);
        return await command.ExecuteScalarAsync(cancellationToken) is { } value and not DBNull ? value : null;
    }
}
