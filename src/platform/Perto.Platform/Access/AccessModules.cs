namespace Perto.Platform;

/// <summary>The modules that a scope can be limited to: those with endpoints, and <c>platform</c> for what belongs to none (overview, models, tasks, metrics).</summary>
public sealed class AccessModules(IEnumerable<PertoModule> modules)
{
    /// <summary>The module of what belongs to none.</summary>
    public const string Platform = "platform";

    private readonly HashSet<string> _names =
        [.. modules.Where(module => module.Endpoints is not null || module.RootEndpoints is not null).Select(module => module.Name), Platform];

    /// <summary>Their names.</summary>
    public IReadOnlyCollection<string> Names => _names;

    /// <summary>The module of a path or of its template.</summary>
    public string Of(string path)
    {
        string[] segments = path.Split('/', 3, StringSplitOptions.RemoveEmptyEntries);
        return segments is ["v1", var name, ..] && _names.Contains(name) ? name : Platform;
    }
}
