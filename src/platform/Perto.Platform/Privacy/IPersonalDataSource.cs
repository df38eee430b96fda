namespace Perto.Platform;

/// <summary>
/// A place with data about people that is no table of its own: a cache, files, a part of something larger. Modules declare theirs with
/// <see cref="ModuleBuilder.PersonalData{TSource}"/>; plain tables with <see cref="ModuleBuilder.PersonalData(string, string, string?)"/>.
/// </summary>
public interface IPersonalDataSource
{
    /// <summary>Module and thing, unique in a host: <c>streaming/pages</c>. Receipts and exports name the source by it.</summary>
    string Name { get; }

    /// <summary>One sentence for a data protection officer: what it is and how long it stays.</summary>
    string Description { get; }

    /// <summary>Tables that <see cref="EraseAsync"/> writes to, so that what it overwrote goes from their files too.</summary>
    IReadOnlyList<string> Tables => [];

    /// <summary>How many things of the person there are.</summary>
    Task<long> CountAsync(TenantId tenant, string subject, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes all of it, from files too. Called again after a crash, and until it returns true: it must have the same effect twice.
    /// New data of the person are refused by then, see <see cref="Suppressions"/>.
    /// </summary>
    /// <returns>False where something must end first, such as an import that reads a file with the person's lines.</returns>
    Task<bool> EraseAsync(TenantId tenant, string subject, CancellationToken cancellationToken);

    /// <summary>What is known of the person, each thing as an object that becomes JSON; none for what can be made again from the rest.</summary>
    IAsyncEnumerable<object> ExportAsync(TenantId tenant, string subject, CancellationToken cancellationToken);
}
