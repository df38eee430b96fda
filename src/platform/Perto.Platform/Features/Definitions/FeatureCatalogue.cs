using System.Collections.Concurrent;
using System.Text.Json;

namespace Perto.Platform;

/// <summary>The definitions of views: those that modules declare in code, which every tenant has, and a tenant's own.</summary>
public sealed class FeatureCatalogue
{
    // What another process declares is seen after this long at the latest.
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(5);

    private readonly IDatabase _database;
    private readonly FeatureView[] _declared;
    private readonly TimeProvider _clock;
    private readonly ConcurrentDictionary<TenantId, TenantViews> _known = new();

    internal FeatureCatalogue(IDatabase database, IEnumerable<DeclaredView> declared, TimeProvider clock)
    {
        _database = database;
        _declared = [.. declared.Select(one => one.View)];
        _clock = clock;
    }

    /// <summary>Declares a view, or says again what it is.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="view">A new view, the next version of one, or one that is there: then owner, description and expectation may be others.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The view, and whether this version is new.</returns>
    /// <exception cref="InvalidValueException">It breaks a rule, or leaves out a version.</exception>
    /// <exception cref="ConflictException">Its version is there and means something else; the message says what.</exception>
    public async Task<(FeatureViewInfo View, bool Made)> DeclareAsync(TenantId tenant, FeatureView view, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(view);
        view.Check();
        bool made = await _database.WriteAsync(session => KeepAsync(session, tenant, view), cancellationToken);
        TenantViews views = await ReadAsync(tenant, cancellationToken);
        return (views.Describe(views.Find(view.Name, view.Version)!), made);
    }

    /// <summary>The views of a tenant by name, each in its latest version.</summary>
    public async Task<IReadOnlyList<FeatureViewInfo>> ListAsync(TenantId tenant, CancellationToken cancellationToken = default)
    {
        TenantViews views = await ReadAsync(tenant, cancellationToken);
        return [.. views.Latest.Select(views.Describe)];
    }

    /// <summary>A view.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="view">Its name, or <c>name@version</c>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="NotFoundException">There is none.</exception>
    public async Task<FeatureViewInfo> ShowAsync(TenantId tenant, string view, CancellationToken cancellationToken = default)
    {
        (string name, int? version) = FeatureViewName.Parse(view, "view");
        TenantViews views = await ReadAsync(tenant, cancellationToken);
        return views.Describe(views.Find(name, version) ?? throw new NotFoundException("feature view", view));
    }

    /// <summary>Whether a module declares it: its name is then the same for all tenants.</summary>
    internal bool IsDeclared(string name) => Array.Exists(_declared, view => view.Name == name);

    /// <summary>All views of a tenant, as they were a few seconds ago or are now.</summary>
    internal ValueTask<TenantViews> GetAsync(TenantId tenant, CancellationToken cancellationToken) =>
        _known.TryGetValue(tenant, out TenantViews? known) && _clock.GetElapsedTime(known.ReadAt) < Age
            ? ValueTask.FromResult(known)
            : new ValueTask<TenantViews>(ReadAsync(tenant, cancellationToken));

    /// <summary>A view; one that is not known is looked for in the database.</summary>
    /// <exception cref="NotFoundException">There is none.</exception>
    internal async ValueTask<RegisteredView> FindAsync(TenantId tenant, string view, CancellationToken cancellationToken) =>
        await TryFindAsync(tenant, view, "view", cancellationToken) ?? throw new NotFoundException("feature view", view);

    /// <summary>The same where a request names the view in a field; null where there is none.</summary>
    internal async ValueTask<RegisteredView?> TryFindAsync(TenantId tenant, string view, string field, CancellationToken cancellationToken)
    {
        (string name, int? version) = FeatureViewName.Parse(view, field);
        return (await GetAsync(tenant, cancellationToken)).Find(name, version) ?? (await ReadAsync(tenant, cancellationToken)).Find(name, version);
    }

    /// <summary>Tenants that have views.</summary>
    internal Task<IReadOnlyList<string>> TenantsAsync(CancellationToken cancellationToken) =>
        _database.ReadAsync(session => session.QueryAsync<string>("select distinct tenant from feature_view order by tenant"), cancellationToken);

    private async Task<TenantViews> ReadAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        IReadOnlyList<ViewRow> rows = await RowsAsync(tenant, cancellationToken);
        if (_declared.Where(view => IsMissing(view, rows)).ToArray() is { Length: > 0 } missing)
        {
            await _database.WriteAsync(
                async session =>
                {
                    foreach (FeatureView view in missing)
                        await KeepAsync(session, tenant, view);
                },
                cancellationToken);
            rows = await RowsAsync(tenant, cancellationToken);
        }
        var views = new TenantViews(rows.Select(row => row.ToView()), _clock.GetTimestamp());
        _known[tenant] = views;
        return views;
    }

    // A process of an older generation does not put its version behind a later one.
    private static bool IsMissing(FeatureView view, IReadOnlyList<ViewRow> rows) =>
        rows.FirstOrDefault(row => row.Name == view.Name && row.Version == view.Version) is { } same
            ? same.Definition != Json(view)
            : !rows.Any(row => row.Name == view.Name && row.Version > view.Version);

    private Task<IReadOnlyList<ViewRow>> RowsAsync(TenantId tenant, CancellationToken cancellationToken) =>
        _database.ReadAsync(
            session => session.QueryAsync<ViewRow>("select name, version, id, definition, declared_at from feature_view where tenant = @tenant", new { tenant }),
            cancellationToken);

    private async Task<bool> KeepAsync(DatabaseSession session, TenantId tenant, FeatureView view)
    {
        IReadOnlyList<ViewRow> versions = await session.QueryAsync<ViewRow>(
            "select name, version, id, definition, declared_at from feature_view where tenant = @tenant and name = @Name order by version", new { tenant, view.Name });
        if (versions.FirstOrDefault(row => row.Version == view.Version) is { } same)
        {
            if (view.DifferenceTo(same.ToView().Definition) is { } difference)
                throw new ConflictException("view_changed", $"{view.Name} version {view.Version} is there and means something else: {difference}. Declare it as version {versions[^1].Version + 1}");
            await session.ExecuteAsync(
                "update feature_view set definition = @definition where tenant = @tenant and name = @Name and version = @Version",
                new { tenant, view.Name, view.Version, definition = Json(view) });
            return false;
        }
        int next = versions.Count == 0 ? view.Version : versions[^1].Version + 1;
        if (view.Version < next)
            throw new InvalidValueException("version", view.Version, $"{next}", $"version {view.Version} of {view.Name} cannot be declared after version {versions[^1].Version}; the next one is {next}");
        await session.ExecuteAsync(
            """
            insert into feature_view (tenant, name, version, id, definition, declared_at)
            values (@tenant, @Name, @Version, (select coalesce(max(id), 0) + 1 from feature_view where tenant = @tenant), @definition, @now)
            """,
            new { tenant, view.Name, view.Version, definition = Json(view), now = UnixMicros.Now(_clock) });
        return true;
    }

    private static string Json(FeatureView view) => JsonSerializer.Serialize(view, PertoJson.Options);

    private sealed record ViewRow
    {
        public string Name { get; init; } = "";

        public int Version { get; init; }

        public int Id { get; init; }

        public string Definition { get; init; } = "";

        public long DeclaredAt { get; init; }

        public RegisteredView ToView() =>
            new(JsonSerializer.Deserialize<FeatureView>(Definition, PertoJson.Options)!, Id, UnixMicros.ToMoment(DeclaredAt));
    }
}
