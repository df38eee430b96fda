using Perto.Platform;

namespace Perto.Targeting;

/// <summary>Experiments in the database, inside of a transaction.</summary>
internal static class ExperimentTable
{
    private const string Columns = "name, version, state, definition, ranges, created_at, started_at, stopped_at";

    // Of each name the latest version.
    private const string Latest =
        $"select {Columns} from experiment as e where tenant = @tenant and version = (select max(version) from experiment where tenant = @tenant and name = e.name)";

    public static async Task<IReadOnlyList<ExperimentInfo>> ListAsync(DatabaseSession session, TenantId tenant, string? after, int limit) =>
        await WithOverridesAsync(session, tenant, await session.QueryAsync<ExperimentRow>(
            $"{Latest} and name > @after order by name limit @limit", new { tenant, after = after ?? "", limit }));

    public static async Task<IReadOnlyList<ExperimentInfo>> RunningAsync(DatabaseSession session, TenantId tenant) =>
        await WithOverridesAsync(session, tenant, await session.QueryAsync<ExperimentRow>(
            $"select {Columns} from experiment where tenant = @tenant and state = 'running' order by name", new { tenant }));

    public static async Task<ExperimentInfo?> FindAsync(DatabaseSession session, TenantId tenant, string name, int? version)
    {
        ExperimentRow? row = await RowAsync(session, tenant, name, version);
        return row is null ? null : (await WithOverridesAsync(session, tenant, [row]))[0];
    }

    public static Task<ExperimentRow?> RowAsync(DatabaseSession session, TenantId tenant, string name, int? version) =>
        session.FirstOrDefaultAsync<ExperimentRow>(
            version is null
                ? $"select {Columns} from experiment where tenant = @tenant and name = @name order by version desc limit 1"
                : $"select {Columns} from experiment where tenant = @tenant and name = @name and version = @version",
            new { tenant, name, version = version ?? 0 });

    public static Task SaveAsync(DatabaseSession session, TenantId tenant, ExperimentRow row) => session.ExecuteAsync(
        """
        insert into experiment (tenant, name, version, state, definition, ranges, created_at, started_at, stopped_at)
        values (@tenant, @Name, @Version, @State, @Definition, @Ranges, @CreatedAt, @StartedAt, @StoppedAt)
        on conflict (tenant, name, version) do update set
            state = excluded.state, definition = excluded.definition, ranges = excluded.ranges,
            started_at = excluded.started_at, stopped_at = excluded.stopped_at
        """,
        new { tenant, row.Name, row.Version, row.State, row.Definition, row.Ranges, row.CreatedAt, row.StartedAt, row.StoppedAt });

    public static async Task<Holdout> HoldoutAsync(DatabaseSession session, TenantId tenant) =>
        await session.FirstOrDefaultAsync<Holdout>("select share, salt from experiment_holdout where tenant = @tenant", new { tenant }) ?? new Holdout { Share = 0 };

    private static async Task<IReadOnlyList<ExperimentInfo>> WithOverridesAsync(DatabaseSession session, TenantId tenant, IReadOnlyList<ExperimentRow> rows)
    {
        if (rows.Count == 0)
            return [];
        ILookup<string, OverrideRow> overrides = (await session.QueryAsync<OverrideRow>(
            "select experiment, unit_id, arm from experiment_override where tenant = @tenant and experiment in @names order by unit_id",
            new { tenant, names = rows.Select(row => row.Name).Distinct(StringComparer.Ordinal).ToArray() })).ToLookup(row => row.Experiment, StringComparer.Ordinal);
        return [.. rows.Select(row => row.ToInfo([.. overrides[row.Name].Select(fixedArm => new ExperimentOverride { Unit = fixedArm.UnitId, Arm = fixedArm.Arm })]))];
    }

    private sealed record OverrideRow
    {
        public string Experiment { get; init; } = "";

        public string UnitId { get; init; } = "";

        public string? Arm { get; init; }
    }
}
