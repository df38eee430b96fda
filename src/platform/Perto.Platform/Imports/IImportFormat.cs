namespace Perto.Platform;

/// <summary>What a module knows about files that can be imported into it.</summary>
public interface IImportFormat
{
    /// <summary>Its name, such as <c>streaming-movielens</c>; a resumed import finds its format by it.</summary>
    string Kind { get; }

    /// <summary>The files of a source, in the order in which they must be read; the same at each call.</summary>
    /// <param name="source">A folder or a file.</param>
    /// <exception cref="InvalidValueException">A file that must be there is not.</exception>
    IReadOnlyList<ImportFile> Files(string source);

    /// <summary>
    /// Writes the rows of a batch. Reads their fields by the accessors of <see cref="ImportRow"/> and leaves out the rows that are
    /// not valid afterwards. May run again for the same rows, so it has no effect outside of <paramref name="session"/>.
    /// </summary>
    Task WriteAsync(DatabaseSession session, TenantId tenant, ImportFile file, IReadOnlyList<ImportRow> rows);
}
