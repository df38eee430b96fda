namespace Perto.Platform;

/// <summary>All views of a tenant at one moment.</summary>
internal sealed class TenantViews
{
    private readonly Dictionary<string, RegisteredView[]> _byName;
    private readonly Dictionary<int, RegisteredView> _byId;

    public TenantViews(IEnumerable<RegisteredView> views, long readAt)
    {
        ReadAt = readAt;
        All = [.. views.OrderBy(view => view.Name, StringComparer.Ordinal).ThenBy(view => view.Definition.Version)];
        _byName = All.GroupBy(view => view.Name, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);
        _byId = All.ToDictionary(view => view.Id);
    }

    /// <summary>When it was read: a time stamp of the clock.</summary>
    public long ReadAt { get; }

    public IReadOnlyList<RegisteredView> All { get; }

    /// <summary>The latest version of each.</summary>
    public IEnumerable<RegisteredView> Latest => _byName.Values.Select(versions => versions[^1]);

    public RegisteredView? Find(string name, int? version = null) =>
        !_byName.TryGetValue(name, out RegisteredView[]? versions) ? null
        : version is null ? versions[^1]
        : Array.Find(versions, view => view.Definition.Version == version);

    public RegisteredView? Find(int id) => _byId.GetValueOrDefault(id);

    public IReadOnlyList<RegisteredView> VersionsOf(string name) => _byName.GetValueOrDefault(name) ?? [];

    /// <summary>
    /// Whether rows still keep values of it: the latest version of a view and the one before, so that two generations of programs can read; and what
    /// another process has declared since.
    /// </summary>
    public bool KeepsOnline(int id) => Find(id) is not { } view || _byName[view.Name].AsSpan(Math.Max(0, _byName[view.Name].Length - 2)).IndexOf(view) >= 0;

    public FeatureViewInfo Describe(RegisteredView view) => new()
    {
        View = view.Definition,
        DeclaredAt = view.DeclaredAt,
        Versions = [.. _byName[view.Name].Select(version => version.Definition.Version)],
    };
}
