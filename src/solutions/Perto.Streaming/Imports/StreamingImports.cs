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
            CheckNames(folder);
            await uploads.KeepAsync(tenant, folder, cancellationToken);
            return await runner.QueueAsync(tenant, FormatOf(folder), UploadStore.SourceOf(folder), cancellationToken);
        }
        catch
        {
            // Nothing refers to the files: the caller has not got an answer.
            await uploads.DeleteAsync(tenant, UploadStore.SourceOf(folder));
            throw;
        }
    }

    private void CheckNames(string folder)
    {
        if (movieLens.Recognises(folder) || service.Recognises(folder))
            return;
        const string Rule = "titles, views or ratings as .csv or .jsonl, or movies.csv, ratings.csv and tags.csv";
        string names = string.Join(", ", Directory.EnumerateFiles(folder).Select(Path.GetFileName));
        throw new InvalidValueException("filename", names, Rule, $"The files must be {Rule}; got {names}");
    }

    private IImportFormat FormatOf(string path) => movieLens.Recognises(path) ? movieLens : service;
}
