namespace Perto.Platform;

/// <summary>What the modules declared about personal data: their tables, their derived collections, and all other places.</summary>
public sealed class PrivacyRegistry
{
    private readonly IReadOnlyList<PertoModule> _modules;

    /// <summary>Collects what was declared.</summary>
    /// <exception cref="ArgumentException">Two declarations have one name: a receipt could not tell them apart.</exception>
    public PrivacyRegistry(IEnumerable<PertoModule> modules, IEnumerable<PersonalCollection> collections, IEnumerable<IPersonalDataSource> sources)
    {
        _modules = [.. modules];
        Tables = [.. _modules.SelectMany(module => module.PersonalData)];
        Collections = [.. collections];
        Sources = [.. sources];
        if (Names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new ArgumentException($"'{twice.Key}' is declared twice as a place with personal data", nameof(sources));
    }

    /// <summary>The declared tables, in the order in which they are erased.</summary>
    public IReadOnlyList<PersonalDataTable> Tables { get; }

    /// <summary>Derived collections whose records are about people.</summary>
    public IReadOnlyList<PersonalCollection> Collections { get; }

    /// <summary>All places that are no tables, in the order in which they are erased: after the tables.</summary>
    public IReadOnlyList<IPersonalDataSource> Sources { get; }

    /// <summary>Names of all tables and sources, in the order of an erasure.</summary>
    internal IEnumerable<string> Names => Tables.Select(table => table.Table).Concat(Sources.Select(source => source.Name));

    /// <summary>Tables that an erasure writes to.</summary>
    internal IReadOnlyList<string> ErasedTables =>
        [.. Tables.Select(table => table.Table).Concat(Sources.SelectMany(source => source.Tables)).Append("privacy_erasure").Distinct(StringComparer.Ordinal)];

    /// <summary>Which module declared a table.</summary>
    internal string ModuleOf(PersonalDataTable table) => _modules.First(module => module.PersonalData.Contains(table)).Name;
}
