using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

namespace Perto.Platform;

/// <summary>
/// Versions of trained models, with their bytes, what they learned from and what they measured. A version goes live through a
/// gate, and the one before it can be brought back. Every change is one transaction: after a crash a name has one live version,
/// whole, or none.
/// </summary>
public sealed class ModelRegistry(IDatabase database, TimeProvider clock)
{
    private const int MaxPart = 1 << 20;
    private const int MaxNameLength = 128;
    private const int LongestWayBack = 50;

    /// <summary>
    /// A version went live, by promotion or rollback, in this process. Handlers run before the call that changed it returns
    /// and must be quick and not throw.
    /// </summary>
    public event EventHandler<LiveModelChangedEventArgs>? LiveChanged;

    /// <summary>Saves a new version as <see cref="ModelState.Candidate"/>.</summary>
    /// <exception cref="InvalidValueException">The name or kind is empty or too long, or a metric is not finite.</exception>
    public Task<ModelVersion> SaveAsync(TenantId tenant, ModelDraft draft, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default)
    {
        Validate(draft);
        var row = new ModelRow
        {
            Tenant = tenant,
            Name = draft.Name,
            Kind = draft.Kind,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(content.Span)),
            Size = content.Length,
            DataFrom = draft.DataFrom is { } from ? UnixMicros.From(from) : null,
            DataTo = draft.DataTo is { } to ? UnixMicros.From(to) : null,
            Metrics = JsonSerializer.Serialize(draft.Metrics),
            Parent = draft.Parent,
            State = "candidate",
            CreatedAt = UnixMicros.Now(clock),
        };
        return database.WriteAsync(
            async session =>
            {
                int last = await session.ScalarAsync<int>("select coalesce(max(version), 0) from model where tenant = @tenant and name = @Name", new { tenant, draft.Name });
                ModelRow numbered = row with { Version = last + 1 };
                await session.ExecuteAsync(
                    """
                    insert into model (tenant, name, version, kind, sha256, size, data_from, data_to, metrics, parent, state, created_at)
                    values (@Tenant, @Name, @Version, @Kind, @Sha256, @Size, @DataFrom, @DataTo, @Metrics, @Parent, @State, @CreatedAt)
                    """,
                    numbered);
                for (int part = 0; part * (long)MaxPart < content.Length; part++)
                {
                    int start = part * MaxPart;
                    byte[] bytes = content.Slice(start, Math.Min(MaxPart, content.Length - start)).ToArray();
                    await session.ExecuteAsync(
                        "insert into model_part (tenant, name, version, part, bytes) values (@tenant, @Name, @Version, @part, @bytes)",
                        new { tenant, numbered.Name, numbered.Version, part, bytes });
                }
                return numbered.ToVersion();
            },
            cancellationToken);
    }

    /// <summary>
    /// Puts a version to use and retires the one before it, if it passes <paramref name="gate"/>. When it does not, it is
    /// returned as <see cref="ModelState.Rejected"/> with the reason and the live version stays. A version that is live already is
    /// returned as it is. Without a gate any version goes live, a rejected one too: that is an operator's decision.
    /// </summary>
    /// <exception cref="NotFoundException">There is no such version.</exception>
    /// <exception cref="ModelCorruptException">Its bytes are not all there.</exception>
    public async Task<ModelVersion> PromoteAsync(
        TenantId tenant, string name, int version, IModelGate? gate = null, CancellationToken cancellationToken = default)
    {
        ModelVersion promoted = await database.WriteAsync(
            async session =>
            {
                ModelVersion candidate = (await FindAsync(session, tenant, name, version) ?? throw NotFound(name, version)).ToVersion();
                ModelRow? liveRow = await FindLiveAsync(session, tenant, name);
                ModelVersion? live = liveRow?.ToVersion();
                if (live?.Version == version)
                    return candidate;
                if (gate?.Refusal(candidate, live) is { } reason)
                    return await RejectAsync(session, candidate, reason);
                await RequireWholeAsync(session, candidate);
                // Each version once: one that is promoted again is not gone back to from itself.
                return await SwitchAsync(session, live, candidate, liveRow is null ? [] : [.. liveRow.WayBack().Append(liveRow.Version).Where(earlier => earlier != version).TakeLast(LongestWayBack)]);
            },
            cancellationToken);
        if (promoted.State == ModelState.Live)
            LiveChanged?.Invoke(this, new LiveModelChangedEventArgs(promoted));
        return promoted;
    }

    /// <summary>
    /// Retires the live version and brings back the one that was live before it was promoted. One rollback after the other goes further back along what was live; a
    /// version that was rolled back is not gone back to until it is promoted again.
    /// </summary>
    /// <exception cref="NotFoundException">There is no version of the name.</exception>
    /// <exception cref="ConflictException">None was live before it, or those that were are deleted (<c>no_earlier_model</c>).</exception>
    public async Task<ModelVersion> RollbackAsync(TenantId tenant, string name, CancellationToken cancellationToken = default)
    {
        ModelVersion restored = await database.WriteAsync(
            async session =>
            {
                ModelRow? live = await FindLiveAsync(session, tenant, name);
                if (live is null && await session.ScalarAsync<long>("select count(*) from model where tenant = @tenant and name = @name", new { tenant, name }) == 0)
                    throw new NotFoundException("model", name);
                List<int> way = [.. live?.WayBack() ?? []];
                ModelRow? earlier = null;
                while (earlier is null && way.Count > 0)
                {
                    // Old versions are pruned: the way goes on behind them.
                    earlier = await FindAsync(session, tenant, name, way[^1]);
                    way.RemoveAt(way.Count - 1);
                }
                if (earlier is null)
                    throw new ConflictException("no_earlier_model", $"{name} has no earlier live version to go back to");
                ModelVersion target = earlier.ToVersion();
                await RequireWholeAsync(session, target);
                return await SwitchAsync(session, live!.ToVersion(), target, way);
            },
            cancellationToken);
        LiveChanged?.Invoke(this, new LiveModelChangedEventArgs(restored));
        return restored;
    }

    /// <summary>The version in use; null when none is.</summary>
    public Task<ModelVersion?> LiveAsync(TenantId tenant, string name, CancellationToken cancellationToken = default) =>
        database.ReadAsync(async session => (await FindLiveAsync(session, tenant, name))?.ToVersion(), cancellationToken);

    /// <summary>A version, whatever its state.</summary>
    /// <exception cref="NotFoundException">There is no such version.</exception>
    public Task<ModelVersion> FindAsync(TenantId tenant, string name, int version, CancellationToken cancellationToken = default) =>
        database.ReadAsync(
            async session => (await FindAsync(session, tenant, name, version) ?? throw NotFound(name, version)).ToVersion(), cancellationToken);

    /// <summary>All versions, of one name or of all, by name and then the newest first.</summary>
    public Task<IReadOnlyList<ModelVersion>> ListAsync(TenantId tenant, string? name = null, CancellationToken cancellationToken = default) =>
        database.ReadAsync<IReadOnlyList<ModelVersion>>(
            async session =>
            {
                string ofName = name is null ? "" : "and name = @name";
                IReadOnlyList<ModelRow> rows = await session.QueryAsync<ModelRow>(
                    $"select * from model where tenant = @tenant {ofName} order by name, version desc", new { tenant, name });
                return [.. rows.Select(row => row.ToVersion())];
            },
            cancellationToken);

    /// <summary>The bytes of a version, checked against its SHA-256.</summary>
    /// <exception cref="ModelCorruptException">They are not those that were saved.</exception>
    public async Task<byte[]> ReadAsync(ModelVersion model, CancellationToken cancellationToken = default)
    {
        byte[] content = await database.ReadAsync(session => JoinPartsAsync(session, model), cancellationToken);
        string sha256 = Convert.ToHexStringLower(SHA256.HashData(content));
        return sha256 == model.Sha256 ? content : throw new ModelCorruptException(model, $"SHA-256 is {sha256}, saved was {model.Sha256}");
    }

    /// <summary>
    /// Deletes old versions of all tenants: of each name the latest <paramref name="keep"/> that are retired and as many that were rejected
    /// stay, and what is live, a candidate, or where a rollback goes. Returns how many were deleted.
    /// </summary>
    public async Task<int> PruneAsync(int keep, CancellationToken cancellationToken = default)
    {
        // The latest version of a name stays, or its number would be given to another.
        ArgumentOutOfRangeException.ThrowIfLessThan(keep, 1);
        IReadOnlyList<ModelRow> old = await database.ReadAsync(
            session => session.QueryAsync<ModelRow>(
                """
                select * from (
                    select m.*, row_number() over (partition by tenant, name, state order by version desc) as place
                    from model m where state in ('retired', 'rejected')) r
                where place > @keep and not exists (
                    select 1 from model l where l.tenant = r.tenant and l.name = r.name and l.state = 'live' and l.replaced = r.version)
                """,
                new { keep }),
            cancellationToken);
        int deleted = 0;
        foreach (ModelRow version in old)
        {
            deleted += await database.WriteAsync(
                async session =>
                {
                    // One that was brought back meanwhile stays.
                    int gone = await session.ExecuteAsync(
                        "delete from model where tenant = @Tenant and name = @Name and version = @Version and state in ('retired', 'rejected')", version);
                    if (gone == 1)
                        await session.ExecuteAsync("delete from model_part where tenant = @Tenant and name = @Name and version = @Version", version);
                    return gone;
                },
                cancellationToken);
        }
        return deleted;
    }

    private static async Task<byte[]> JoinPartsAsync(DatabaseSession session, ModelVersion model)
    {
        byte[] content = new byte[model.Size];
        int length = 0;
        for (int part = 0; length < content.Length; part++)
        {
            byte[]? bytes = await session.FirstOrDefaultAsync<byte[]>(
                "select bytes from model_part where tenant = @Tenant and name = @Name and version = @Version and part = @part",
                new { model.Tenant, model.Name, model.Version, part });
            if (bytes is not { Length: > 0 } || bytes.Length > content.Length - length)
                throw new ModelCorruptException(model, $"part {part} is missing or has another length");
            bytes.CopyTo(content, length);
            length += bytes.Length;
        }
        return content;
    }

    private static async Task RequireWholeAsync(DatabaseSession session, ModelVersion model)
    {
        long stored = await session.ScalarAsync<long>(
            "select coalesce(sum(length(bytes)), 0) from model_part where tenant = @Tenant and name = @Name and version = @Version", model);
        if (stored != model.Size)
            throw new ModelCorruptException(model, $"{stored} bytes are stored, saved were {model.Size}");
    }

    private static async Task<ModelVersion> SwitchAsync(DatabaseSession session, ModelVersion? from, ModelVersion to, IReadOnlyList<int> wayBack)
    {
        if (from is not null)
            await session.ExecuteAsync("update model set state = 'retired' where tenant = @Tenant and name = @Name and version = @Version", from);
        await session.ExecuteAsync(
            "update model set state = 'live', reason = null, replaced = @replaced, earlier = @earlier where tenant = @Tenant and name = @Name and version = @Version",
            new
            {
                to.Tenant,
                to.Name,
                to.Version,
                replaced = wayBack.Count == 0 ? (int?)null : wayBack[^1],
                earlier = JsonSerializer.Serialize(wayBack),
            });
        return to with { State = ModelState.Live, Reason = null, Replaced = wayBack.Count == 0 ? null : wayBack[^1] };
    }

    private static async Task<ModelVersion> RejectAsync(DatabaseSession session, ModelVersion candidate, string reason)
    {
        await session.ExecuteAsync(
            "update model set state = 'rejected', reason = @reason where tenant = @Tenant and name = @Name and version = @Version",
            new { candidate.Tenant, candidate.Name, candidate.Version, reason });
        return candidate with { State = ModelState.Rejected, Reason = reason };
    }

    private static Task<ModelRow?> FindAsync(DatabaseSession session, TenantId tenant, string name, int version) =>
        session.FirstOrDefaultAsync<ModelRow>("select * from model where tenant = @tenant and name = @name and version = @version", new { tenant, name, version });

    private static Task<ModelRow?> FindLiveAsync(DatabaseSession session, TenantId tenant, string name) =>
        session.FirstOrDefaultAsync<ModelRow>("select * from model where tenant = @tenant and name = @name and state = 'live'", new { tenant, name });

    private static NotFoundException NotFound(string name, int version) =>
        new("model", $"{name}@{version.ToString(CultureInfo.InvariantCulture)}");

    private static void Validate(ModelDraft draft)
    {
        RequireName("name", draft.Name);
        RequireName("kind", draft.Kind);
        foreach ((string metric, double value) in draft.Metrics)
        {
            if (!double.IsFinite(value))
                throw new InvalidValueException($"metrics.{metric}", value, "a finite number", $"Metric {metric} must be a finite number; got {value}");
        }
    }

    private static void RequireName(string field, string given)
    {
        if (given.Length is 0 or > MaxNameLength)
            throw new InvalidValueException(field, given, $"1..{MaxNameLength} characters", $"A model's {field} must have 1 to {MaxNameLength} characters; got {given.Length}");
    }
}
