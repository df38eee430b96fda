using Microsoft.AspNetCore.Http;
using Perto.Platform;

namespace Perto.Streaming;

/// <summary>Imports titles and what people did with them, in any of the known layouts.</summary>
public sealed class StreamingImports(ImportRunner runner, UploadStore uploads, MovieLensFormat movieLens, ServiceFormat service)
{
    /// <summary>Imports a folder or a file; its layout is recognised.</summary>
    /// <exception cref="InvalidValueException">The path does not exist or has no layout that is known.</exception>
    public Task<ImportReport> ImportAsync(
        TenantId tenant, string path, IProgress<ImportProgress>? progress, CancellationToken cancellationToken) =>
        ImportAsync(tenant, path, mapping: null, progress, cancellationToken);

    /// <summary>Imports a folder or a file whose names and columns a mapping describes; without one, its layout is recognised.</summary>
    /// <param name="tenant">Whose data it becomes.</param>
    /// <param name="path">The folder or file.</param>
    /// <param name="mapping">The mapping as JSON; null for a known layout.</param>
    /// <param name="progress">Told after each batch.</param>
    /// <param name="cancellationToken">Stops after the present batch; called again with the same files and mapping, the import goes on.</param>
    /// <exception cref="InvalidValueException">The path does not exist, has no layout that is known, or the mapping breaks a rule.</exception>
    public Task<ImportReport> ImportAsync(
        TenantId tenant, string path, string? mapping, IProgress<ImportProgress>? progress, CancellationToken cancellationToken)
    {
        if (!Path.Exists(path))
            throw new InvalidValueException("path", path, "a folder or a file", $"There is no folder or file '{path}'");
        return runner.RunAsync(tenant, mapping is null ? FormatOf(path) : service.With(mapping), path, progress, cancellationToken);
    }

    /// <summary>Takes the files of a request; returns when they are safe and the import is queued.</summary>
    internal async Task<ImportReport> UploadAsync(TenantId tenant, HttpRequest request, CancellationToken cancellationToken)
    {
        string folder = uploads.NewFolder(tenant);
        try
        {
            await ImportUpload.SaveAsync(request, folder, cancellationToken);
            IImportFormat format = await UploadedFormatAsync(folder, cancellationToken);
            await uploads.KeepAsync(tenant, folder, cancellationToken);
            return await runner.QueueAsync(tenant, format, UploadStore.SourceOf(folder), cancellationToken);
        }
        catch
        {
            // Nothing refers to the files: the caller has not got an answer.
            await uploads.DeleteAsync(tenant, UploadStore.SourceOf(folder));
            throw;
        }
    }

    private async Task<IImportFormat> UploadedFormatAsync(string folder, CancellationToken cancellationToken)
    {
        var mapping = new FileInfo(Path.Combine(folder, ImportMapping.FileName));
        if (mapping.Exists)
        {
            // Of UTF-8 a character has four bytes at most.
            if (mapping.Length > 4 * ImportMapping.MaxLength)
                throw InvalidValueException.OutOfRange("mapping", mapping.Length, 1, ImportMapping.MaxLength);
            IImportFormat mapped = service.With(await File.ReadAllTextAsync(mapping.FullName, cancellationToken));
            mapped.Files(folder);
            return mapped;
        }

        if (movieLens.Recognises(folder) || service.Recognises(folder))
            return FormatOf(folder);
        string rule = $"{string.Join(", ", ServiceContent.All)} as .csv or .jsonl, files of MovieLens, or any with a {ImportMapping.FileName}";
        string names = string.Join(", ", Directory.EnumerateFiles(folder).Select(Path.GetFileName));
        throw new InvalidValueException("filename", names, rule, $"The files must be {rule}; got {names}");
    }

    private IImportFormat FormatOf(string path) => movieLens.Recognises(path) ? movieLens : service;
}
