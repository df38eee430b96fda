namespace Perto.Platform;

/// <summary>Where an export goes: what is not whole there has no name yet.</summary>
internal interface IExportTarget
{
    /// <summary>A small file, or null where there is none.</summary>
    Task<byte[]?> ReadAsync(string name, CancellationToken cancellationToken);

    /// <summary>Writes a small file, all at once; one that is there is replaced.</summary>
    Task WriteAsync(string name, byte[] bytes, CancellationToken cancellationToken);

    /// <summary>Deletes a file.</summary>
    Task DeleteAsync(string name, CancellationToken cancellationToken);

    /// <summary>Begins a file.</summary>
    Task<ExportFile> BeginAsync(string name, CancellationToken cancellationToken);
}
