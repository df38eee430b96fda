using Microsoft.Extensions.Configuration;

namespace Perto.Platform;

/// <summary>All services outside this process that providers call, each with its own time limit, retries and breaker.</summary>
public sealed class Dependencies : IDependencyList
{
    internal const string Section = "Dependencies";

    private readonly SortedDictionary<string, Dependency> _dependencies = new(StringComparer.Ordinal);

    internal Dependencies(IEnumerable<DependencyDefinition> definitions, IConfiguration perto, TimeProvider clock, DependencyMetrics metrics)
    {
        foreach (DependencyDefinition definition in definitions)
            _dependencies.Add(definition.Name, new Dependency(definition, clock, metrics));
        foreach (IConfigurationSection section in perto.GetSection(Section).GetChildren())
        {
            if (!_dependencies.Keys.Contains(section.Key, StringComparer.OrdinalIgnoreCase))
                throw new InvalidSettingException(section.Path, "of nothing that this server uses", Known());
        }
    }

    /// <summary>In the order of their names.</summary>
    public IReadOnlyCollection<Dependency> All => _dependencies.Values;

    /// <summary>The one of a name.</summary>
    /// <exception cref="ArgumentException">None of that name was registered.</exception>
    public Dependency this[string name] =>
        _dependencies.GetValueOrDefault(name) ?? throw new ArgumentException($"No dependency '{name}' was registered; there are: {Known()}", nameof(name));

    /// <summary>Notes that something was answered although a call failed, where the failure is of one of them; see <see cref="Dependency.FellBack"/>.</summary>
    /// <param name="failure">The failure, or one that was made of it.</param>
    /// <param name="fallback">What takes its place, in snake_case.</param>
    public void FellBack(Exception failure, string fallback)
    {
        Exception? cause = failure;
        while (cause is not (null or DependencyException))
            cause = cause.InnerException;
        if (cause is DependencyException { Dependency: var name } && _dependencies.TryGetValue(name, out Dependency? dependency))
            dependency.FellBack(fallback);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<DependencyStatus>> ListAsync(CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<DependencyStatus>>([.. _dependencies.Values.Select(dependency => dependency.Status)]);

    private string Known() => _dependencies.Count == 0 ? "none" : string.Join(", ", _dependencies.Keys);
}
