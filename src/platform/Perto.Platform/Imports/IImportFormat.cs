namespace Perto.Platform;

/// <summary>A layout of files that a module can import.</summary>
public interface IImportFormat
{
    /// <summary>Name of the layout: <c>movielens</c>. Unique in a host.</summary>
    string Kind { get; }

    /// <summary>The mapping by which it reads (<see cref="IMappedImportFormat"/>), part of what a run is known by; null where there is none.</summary>
    string? Mapping => null;

    /// <summary>Whether the path looks like this layout.</summary>
    bool Recognises(string path);

    /// <summary>The files to read, in order.</summary>
    /// <exception cref="InvalidValueException">A file that must be there is not.</exception>
    IReadOnlyList<ImportFile> Files(string path);

    /// <summary>
    /// The column of a file that names the person whom a row is about; null where its rows are about nobody. Rows of people who were erased
    /// are rejected before they are written.
    /// </summary>
    string? SubjectColumn(ImportFile file);

    /// <summary>
    /// Writes the sound rows of a batch; a row that breaks a rule is rejected. Must have the same effect when it is done twice:
    /// after a crash, or when the same files are imported again.
    /// </summary>
    Task WriteAsync(DatabaseSession session, TenantId tenant, ImportFile file, IReadOnlyList<ImportRow> rows);

    /// <summary>
    /// Called when all is written, and also when an import stops before: what was read from the database until now may be stale.
    /// It is called again when the import is taken up.
    /// </summary>
    Task FinishAsync(TenantId tenant, CancellationToken cancellationToken);
}
