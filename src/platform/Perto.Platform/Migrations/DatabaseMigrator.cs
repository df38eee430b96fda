using System.Data.Common;

namespace Perto.Platform;

/// <summary>
/// Brings the database's schema to the registered modules'. Every migration is applied once; the table <c>migration</c> keeps
/// which, with a hash of its text.
/// </summary>
/// <remarks>
/// All happens in one transaction under a lock, so that processes that start together do not meet and a failure changes nothing:
/// on SQLite the write transaction is the lock, on PostgreSQL an advisory one.
/// </remarks>
public sealed class DatabaseMigrator(IDatabase database, IEnumerable<PertoModule> modules, TimeProvider clock)
{
    // Any number that no other program uses for its own advisory lock: "Perto" in ASCII.
    private const long LockKey = 0x50_65_72_74_6F;

    private const string Ledger =
        """
        create table if not exists migration (
            module id_text not null,
            number integer not null,
            name text not null,
            sha256 text not null,
            applied_at bigint not null,
            primary key (module, number)
        )
        """;

    /// <summary>Applies what is missing, in the order in which the modules were registered; returns the titles of what was applied.</summary>
    /// <exception cref="MigrationException">
    /// The database was made by a newer version, an applied migration's text has changed, a file is misnamed, or its SQL failed.
    /// </exception>
    public Task<IReadOnlyList<string>> MigrateAsync(CancellationToken cancellationToken = default) =>
        database.WriteAsync(ApplyMissingAsync, cancellationToken);

    private async Task<IReadOnlyList<string>> ApplyMissingAsync(DatabaseSession session)
    {
        await LockAsync(session);
        await session.ExecuteAsync(SchemaSql.For(session.Dialect, Ledger));
        var ledger = await session.QueryAsync<AppliedMigration>("select module, number, name, sha256 from migration order by module, number");
        List<string> applied = [];
        foreach (PertoModule module in modules)
        {
            IReadOnlyList<Migration> known = MigrationFiles.Of(module, session.Dialect);
            Dictionary<int, AppliedMigration> done = ledger.Where(entry => entry.Module == module.Name).ToDictionary(entry => entry.Number);
            Verify(module.Name, known, done.Values);
            foreach (Migration migration in known.Where(migration => !done.ContainsKey(migration.Number)))
            {
                await ApplyAsync(session, migration);
                applied.Add(migration.Title);
            }
        }
        return applied;
    }

    private static void Verify(string module, IReadOnlyList<Migration> known, IEnumerable<AppliedMigration> done)
    {
        Dictionary<int, Migration> byNumber = known.ToDictionary(migration => migration.Number);
        foreach (AppliedMigration applied in done)
        {
            if (!byNumber.TryGetValue(applied.Number, out Migration? migration))
                throw new MigrationException(
                    $"The database was made by a newer version of Perto: it has migration {module} {applied.Number:0000}_{applied.Name}, which this program does not know. Use that version or another database");
            if (migration.Sha256 != applied.Sha256)
                throw new MigrationException(
                    $"Migration {migration.Title} was changed after it was applied to this database. Put its text back and write the change as a new migration");
        }
    }

    private async Task ApplyAsync(DatabaseSession session, Migration migration)
    {
        try
        {
            await session.ExecuteAsync(SchemaSql.For(session.Dialect, migration.Text));
        }
        catch (DbException reason)
        {
            throw new MigrationException($"Migration {migration.Title} failed: {reason.Message}", reason);
        }
        await session.ExecuteAsync(
            "insert into migration (module, number, name, sha256, applied_at) values (@Module, @Number, @Name, @Sha256, @AppliedAt)",
            new { migration.Module, migration.Number, migration.Name, migration.Sha256, AppliedAt = UnixMicros.Now(clock) });
    }

    private static async Task LockAsync(DatabaseSession session)
    {
        if (session.Dialect != SqlDialect.Postgres)
            return;
        // A serializable transaction would look at the ledger as it was before the lock was granted.
        await session.ExecuteAsync("set transaction isolation level read committed");
        await session.ExecuteAsync("select pg_advisory_xact_lock(@LockKey)", new { LockKey });
    }

    private sealed record AppliedMigration
    {
        public required string Module { get; init; }
        public required int Number { get; init; }
        public required string Name { get; init; }
        public required string Sha256 { get; init; }
    }
}
