using Microsoft.AspNetCore.Http;
using Perto.Platform;

namespace Perto.Streaming;

/// <summary>Imports titles and what people did with them, in any of the known layouts.</summary>
public sealed class StreamingImports(ImportRunner runner, UploadStore uploads, MovieLensFormat movieLens, ServiceFormat service)
{
    /// <summary>Imports a folder or a file; its layout is recognised.</summary>
    /// <exception cref="InvalidValueException">The path does not exist or has no layout that is known.</exception>
    public Task<ImportReport> ImportAsync(
        TenantId tenant, string path, IProgress<ImportProgress>? progress, CancellationToken cancellationToken)
    {
        if (!Path.Exists(path))
            throw new InvalidValueException("path", path, "a folder or a file", $"There is no folder or file '{path}'");
        return runner.RunAsync(tenant, FormatOf(path), path, progress, cancellationToken);
    }

    /// <summary>Takes the files of a request; returns when they are safe and the import is queued.</summary>
    internal async Task<ImportReport> UploadAsync(TenantId tenant, HttpRequest request, CancellationToken cancellationToken)
    {
        string folder = uploads.NewFolder(tenant);
        try
        {
            await ImportUpload.SaveAsync(request, folder, cancellationToken);
            IImportFormat format = FormatOf(folder);
            format.Files(folder);
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

    private IImportFormat FormatOf(string path) => movieLens.Recognises(path) ? movieLens : service;
}
