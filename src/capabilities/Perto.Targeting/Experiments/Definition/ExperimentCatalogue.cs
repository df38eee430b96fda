using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Perto.Platform;

namespace Perto.Targeting;

/// <summary>
/// The experiments of each tenant and their life. What would move units that are in an experiment is refused while it runs; a change of that kind is a new
/// version with a new salt, which the units fall on anew.
/// </summary>
public sealed class ExperimentCatalogue(
    IDatabase database, Suppressions suppressions, ExperimentSurfaces surfaces, IOptions<ExperimentSettings> settings, TimeProvider clock)
{
    private static readonly string[] OverrideColumns = ["tenant", "experiment", "unit_id", "arm"];

    private readonly ConcurrentDictionary<TenantId, Snapshot> _running = new();

    /// <summary>
    /// What runs, as units are assigned by it: from memory, and no older than <see cref="ExperimentSettings.RefreshSeconds"/>; what this process changes
    /// it knows at once.
    /// </summary>
    public async ValueTask<RunningExperiments> RunningAsync(TenantId tenant, CancellationToken cancellationToken = default)
    {
        if (_running.TryGetValue(tenant, out Snapshot? known) && clock.GetElapsedTime(known.ReadAt) < TimeSpan.FromSeconds(settings.Value.RefreshSeconds))
            return known.Experiments;
        long now = clock.GetTimestamp();
        RunningExperiments read = await database.ReadAsync(
            async session => new RunningExperiments(await ExperimentTable.RunningAsync(session, tenant), await ExperimentTable.HoldoutAsync(session, tenant)),
            cancellationToken);
        _running[tenant] = new Snapshot(read, now);
        return read;
    }

    /// <summary>Experiments by name, each in its latest version.</summary>
    public async Task<Page<ExperimentInfo>> ListAsync(TenantId tenant, Paging paging, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(paging);
        string? after = Cursor.Read(paging.Cursor, parts: 1)?.Text(0);
        return paging.Page(
            await database.ReadAsync(session => ExperimentTable.ListAsync(session, tenant, after, paging.Limit + 1), cancellationToken),
            info => Cursor.Write(info.Experiment.Name));
    }

    /// <summary>An experiment, in a version or in its latest.</summary>
    /// <exception cref="NotFoundException">There is none.</exception>
    public async Task<ExperimentInfo> ShowAsync(TenantId tenant, string name, int? version = null, CancellationToken cancellationToken = default) =>
        await database.ReadAsync(session => ExperimentTable.FindAsync(session, tenant, name, ExperimentRules.CheckVersion(version)), cancellationToken)
        ?? throw Missing(name, version);

    /// <summary>Declares an experiment, changes what may change of one, or makes the next version of a stopped one.</summary>
    /// <returns>The experiment, and whether a version was made.</returns>
    /// <exception cref="InvalidValueException">It breaks a rule.</exception>
    /// <exception cref="ConflictException">It runs and the change would move units that are in it (<c>experiment_running</c>), or the layer has not as much room (<c>layer_full</c>).</exception>
    public async Task<(ExperimentInfo Experiment, bool Made)> PutAsync(TenantId tenant, Experiment experiment, CancellationToken cancellationToken = default)
    {
        ExperimentRules.Check(experiment);
        await surfaces.CheckAsync(tenant, experiment, cancellationToken);
        return await ChangeAsync(
            tenant,
            async session =>
            {
                ExperimentInfo? before = await ExperimentTable.FindAsync(session, tenant, experiment.Name, version: null);
                bool isNew = before is null || (before.State == ExperimentState.Stopped && IsAnother(before.Experiment, experiment));
                int version = (before?.Version ?? 0) + (isNew ? 1 : 0);
                // A draft is nobody's yet: its salt may be made again.
                string? kept = isNew || before!.State == ExperimentState.Draft ? null : before.Experiment.Salt;
                Experiment saved = experiment with { Salt = experiment.Salt ?? kept ?? $"{experiment.Name}.{version}" };
                if (version > 1 && (isNew || before!.State == ExperimentState.Draft))
                    await ThrowIfUsedAsync(session, tenant, saved, version);
                ExperimentRow row = isNew
                    ? ExperimentRow.Of(saved, version, UnixMicros.Now(clock))
                    : (await ExperimentTable.RowAsync(session, tenant, experiment.Name, version))!.With(saved);
                if (before?.State == ExperimentState.Running)
                    row = row.With(await GrowAsync(session, tenant, before, saved));
                await ThrowIfOverriddenAsync(session, tenant, saved);
                await ExperimentTable.SaveAsync(session, tenant, row);
                return ((await ExperimentTable.FindAsync(session, tenant, experiment.Name, version))!, isNew);
            },
            cancellationToken);
    }

    /// <summary>Lets a draft run: from now on units are assigned.</summary>
    /// <exception cref="NotFoundException">There is none.</exception>
    /// <exception cref="ConflictException">
    /// It is no draft (<c>experiment_state</c>), its layer has not as much room (<c>layer_full</c>), or another experiment sets a parameter of its surface for the same
    /// units (<c>parameter_taken</c>).
    /// </exception>
    public Task<ExperimentInfo> StartAsync(TenantId tenant, string name, CancellationToken cancellationToken = default) => MoveAsync(
        tenant,
        name,
        ExperimentState.Draft,
        async (session, info, row) =>
        {
            ExperimentSurfaces.ThrowIfTaken(info.Experiment, [.. (await ExperimentTable.RunningAsync(session, tenant)).Select(running => running.Experiment)]);
            IReadOnlyList<BucketRange> ranges = await TakeAsync(session, tenant, info.Experiment, own: []);
            return row.With(ranges) with { State = ExperimentRow.Word(ExperimentState.Running), StartedAt = UnixMicros.Now(clock) };
        },
        cancellationToken);

    /// <summary>Ends a running experiment: nobody is assigned any more, and its share of the layer is free again.</summary>
    /// <exception cref="NotFoundException">There is none.</exception>
    /// <exception cref="ConflictException">It does not run (<c>experiment_state</c>).</exception>
    public Task<ExperimentInfo> StopAsync(TenantId tenant, string name, CancellationToken cancellationToken = default) => MoveAsync(
        tenant,
        name,
        ExperimentState.Running,
        (_, _, row) => Task.FromResult(row with { State = ExperimentRow.Word(ExperimentState.Stopped), StoppedAt = UnixMicros.Now(clock) }),
        cancellationToken);

    /// <summary>Deletes an experiment that does not run, with all versions, exposures and outcomes.</summary>
    /// <exception cref="NotFoundException">There is none.</exception>
    /// <exception cref="ConflictException">It runs (<c>experiment_state</c>).</exception>
    public Task DeleteAsync(TenantId tenant, string name, CancellationToken cancellationToken = default) => ChangeAsync(
        tenant,
        async session =>
        {
            ExperimentRow row = await ExperimentTable.RowAsync(session, tenant, name, version: null) ?? throw Missing(name, version: null);
            if (row.State == ExperimentRow.Word(ExperimentState.Running))
                throw new ConflictException("experiment_state", $"{name} runs; stop it before it is deleted");
            foreach (string table in (string[])["experiment_outcome", "experiment_exposure", "experiment_override"])
                await session.ExecuteAsync($"delete from {table} where tenant = @tenant and experiment = @name", new { tenant, name });
            await session.ExecuteAsync("delete from experiment where tenant = @tenant and name = @name", new { tenant, name });
            return true;
        },
        cancellationToken);

    /// <summary>Sets the units with a fixed arm or none; those that were set before and are not among them fall by their hash again.</summary>
    /// <exception cref="NotFoundException">There is no such experiment.</exception>
    /// <exception cref="InvalidValueException">One breaks a rule.</exception>
    /// <exception cref="ConflictException">One is a person who was erased (<c>person_erased</c>).</exception>
    public async Task<ExperimentInfo> OverrideAsync(
        TenantId tenant, string name, IReadOnlyList<ExperimentOverride> overrides, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(overrides);
        SuppressionCheck suppressed = await suppressions.CheckAsync(cancellationToken);
        return await ChangeAsync(
            tenant,
            async session =>
            {
                ExperimentInfo info = await ExperimentTable.FindAsync(session, tenant, name, version: null) ?? throw Missing(name, version: null);
                ExperimentRules.CheckOverrides(overrides, info.Experiment);
                await suppressed.RequireAsync(session, tenant, [.. overrides.Select(one => one.Unit)], index => $"overrides[{index}].unit");
                await session.ExecuteAsync("delete from experiment_override where tenant = @tenant and experiment = @name", new { tenant, name });
                await session.BulkInsertAsync("experiment_override", OverrideColumns, overrides, one => [tenant, name, one.Unit, one.Arm]);
                return (await ExperimentTable.FindAsync(session, tenant, name, info.Version))!;
            },
            cancellationToken);
    }

    /// <summary>Who is in no experiment.</summary>
    public Task<Holdout> HoldoutAsync(TenantId tenant, CancellationToken cancellationToken = default) =>
        database.ReadAsync(session => ExperimentTable.HoldoutAsync(session, tenant), cancellationToken);

    /// <summary>Sets who is in no experiment.</summary>
    /// <exception cref="InvalidValueException">It breaks a rule.</exception>
    /// <exception cref="ConflictException">An experiment runs and the change would take units out of it (<c>experiment_running</c>); a smaller share of the same salt is taken.</exception>
    public Task<Holdout> HoldAsync(TenantId tenant, Holdout holdout, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(holdout);
        if (!(holdout.Share is >= 0 and <= 0.5))
            throw InvalidValueException.OutOfRange("share", holdout.Share, 0, 0.5);
        ExperimentRules.CheckSalt(holdout.Salt);
        return ChangeAsync(
            tenant,
            async session =>
            {
                Holdout before = await ExperimentTable.HoldoutAsync(session, tenant);
                bool takesOut = holdout.Share > before.Share || (holdout.Salt != before.Salt && holdout.Share > 0);
                if (takesOut && (await ExperimentTable.RunningAsync(session, tenant)).Select(info => info.Experiment.Name).FirstOrDefault() is { } running)
                {
                    throw new ConflictException(
                        "experiment_running", $"{running} runs, and the holdout would take units out of it: stop what runs, or hold out a smaller share than {before.Share} under the salt '{before.Salt}'");
                }
                await session.ExecuteAsync(
                    """
                    insert into experiment_holdout (tenant, share, salt) values (@tenant, @Share, @Salt)
                    on conflict (tenant) do update set share = excluded.share, salt = excluded.salt
                    """,
                    new { tenant, holdout.Share, holdout.Salt });
                return holdout;
            },
            cancellationToken);
    }

    // Writes of a tenant are serializable: no two experiments can take the same buckets.
    private async Task<T> ChangeAsync<T>(TenantId tenant, Func<DatabaseSession, Task<T>> change, CancellationToken cancellationToken)
    {
        T changed = await database.WriteAsync(change, cancellationToken);
        _running.TryRemove(tenant, out _);
        return changed;
    }

    private Task<ExperimentInfo> MoveAsync(
        TenantId tenant, string name, ExperimentState from, Func<DatabaseSession, ExperimentInfo, ExperimentRow, Task<ExperimentRow>> move, CancellationToken cancellationToken) => ChangeAsync(
        tenant,
        async session =>
        {
            ExperimentRow row = await ExperimentTable.RowAsync(session, tenant, name, version: null) ?? throw Missing(name, version: null);
            ExperimentInfo info = row.ToInfo([]);
            if (info.State != from)
            {
                string next = info.State == ExperimentState.Stopped ? "; declare it again with another salt: that makes the next version" : "";
                throw new ConflictException("experiment_state", $"{name} is {row.State}, and not {ExperimentRow.Word(from)}{next}");
            }
            await ExperimentTable.SaveAsync(session, tenant, await move(session, info, row));
            return (await ExperimentTable.FindAsync(session, tenant, name, info.Version))!;
        },
        cancellationToken);

    private static async Task<IReadOnlyList<BucketRange>> GrowAsync(DatabaseSession session, TenantId tenant, ExperimentInfo running, Experiment changed)
    {
        (string name, Experiment before) = (changed.Name, running.Experiment);
        if (ChangeOf(before, changed) is { } field)
        {
            throw new ConflictException(
                "experiment_running",
                $"{field} cannot change while {name} runs: it would move units that are in it, or treat them in another way. Stop it, then declare it again: that makes version {running.Version + 1} with a new salt");
        }
        if (LayerSpace.BucketsOf(changed.Traffic) < LayerSpace.BucketsOf(before.Traffic))
        {
            throw new ConflictException(
                "experiment_running", $"traffic can only grow while {name} runs: with {changed.Traffic} units would leave that are in it. Stop it, then declare it again: that makes version {running.Version + 1} with a new salt");
        }
        return await TakeAsync(session, tenant, changed, running.Ranges);
    }

    private static async Task<IReadOnlyList<BucketRange>> TakeAsync(DatabaseSession session, TenantId tenant, Experiment experiment, IReadOnlyList<BucketRange> own)
    {
        IReadOnlyList<BucketRange> free = LayerSpace.FreeOf(
            (await ExperimentTable.RunningAsync(session, tenant)).Where(info => info.Experiment.Layer == experiment.Layer).SelectMany(info => info.Ranges));
        int more = LayerSpace.BucketsOf(experiment.Traffic) - own.Sum(range => range.Size());
        return LayerSpace.Grow(own, more, free) ?? throw new ConflictException(
            "layer_full",
            $"Layer '{experiment.Layer}' has {(double)free.Sum(range => range.Size()) / Buckets.Count:0.####} of its units free, and {experiment.Name} needs {(double)more / Buckets.Count:0.####}{(own.Count > 0 ? " more" : "")}: give it less traffic or another layer, or stop what runs there");
    }

    // Units that a version had would fall on the same arms again, with what they remember of it.
    private static async Task ThrowIfUsedAsync(DatabaseSession session, TenantId tenant, Experiment experiment, int version)
    {
        for (int earlier = 1; earlier < version; earlier++)
        {
            if ((await ExperimentTable.RowAsync(session, tenant, experiment.Name, earlier))?.ToInfo([]).Experiment.Salt == experiment.Salt)
            {
                throw ExperimentRules.Refused("salt", experiment.Salt, $"another than that of version {earlier}, whose units would fall on the same arms; leave it out and one is made");
            }
        }
    }

    private static async Task ThrowIfOverriddenAsync(DatabaseSession session, TenantId tenant, Experiment experiment)
    {
        IReadOnlyList<string> arms = await session.QueryAsync<string>(
            "select distinct arm from experiment_override where tenant = @tenant and experiment = @Name and arm is not null", new { tenant, experiment.Name });
        if (arms.FirstOrDefault(arm => experiment.Arms.All(known => known.Name != arm)) is { } missing)
            throw ExperimentRules.Refused("arms", string.Join(", ", experiment.Arms.Select(arm => arm.Name)), $"with '{missing}', which overrides name; take them away first");
    }

    private static bool IsAnother(Experiment before, Experiment given) =>
        (given.Salt is not null && given.Salt != before.Salt) || ChangeOf(before, given) is not null || given.Traffic != before.Traffic;

    private static string? ChangeOf(Experiment before, Experiment given)
    {
        if (given.Layer != before.Layer)
            return "layer";
        if (given.Salt is not null && given.Salt != before.Salt)
            return "salt";
        if (!given.Arms.Select(Text).SequenceEqual(before.Arms.Select(Text), StringComparer.Ordinal))
            return "arms";
        if (given.StartsAt != before.StartsAt)
            return "starts_at";
        if (given.Surface != before.Surface)
            return "surface";
        if (Text(given.HoldoutParameters) != Text(before.HoldoutParameters))
            return "holdout_parameters";
        return Text(given.Attributes) == Text(before.Attributes) ? null : "attributes";
    }

    private static string Text(ExperimentArm arm) => $"{arm.Name}\n{arm.Weight:R}\n{Text(arm.Parameters is { Count: 0 } ? null : arm.Parameters)}";

    private static string Text<T>(IReadOnlyDictionary<string, T>? values) => values is null
        ? ""
        : System.Text.Json.JsonSerializer.Serialize(values.OrderBy(pair => pair.Key, StringComparer.Ordinal).ToArray(), PertoJson.Options);

    private static NotFoundException Missing(string name, int? version) => new("experiment", version is null ? name : $"{name}@{version}");

    private sealed record Snapshot(RunningExperiments Experiments, long ReadAt);
}
