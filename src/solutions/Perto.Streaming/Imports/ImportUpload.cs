using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Perto.Platform;

namespace Perto.Streaming;

/// <summary>Puts the files of a multipart request into an existing folder, as they come: they may be larger than memory.</summary>
internal static class ImportUpload
{
    private const int MaxFiles = 10;
    private const int MaxNameLength = 100;

    private static readonly string[] Extensions = [".csv", ".jsonl", ".ndjson"];

    public static async Task SaveAsync(HttpRequest request, string folder, CancellationToken cancellationToken)
    {
        string? boundary = MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? type)
            ? HeaderUtilities.RemoveQuotes(type.Boundary).Value
            : null;
        if (string.IsNullOrEmpty(boundary))
        {
            throw new InvalidValueException(
                "Content-Type", request.ContentType, "multipart/form-data", "The files must come as multipart/form-data, each part with its file name");
        }

        var reader = new MultipartReader(boundary, request.Body);
        int files = 0;
        while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
        {
            if (section.AsFileSection() is not { FileName.Length: > 0 } file)
                continue;
            if (++files > MaxFiles)
                throw InvalidValueException.OutOfRange("files", files, 1, MaxFiles);
            string path = Path.Combine(folder, SafeName(file.FileName));
            await using var target = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
            await file.FileStream!.CopyToAsync(target, cancellationToken);

            // The run is taken for durable; so must be what it reads.
            target.Flush(flushToDisk: true);
        }

        if (files == 0)
            throw new InvalidValueException("files", 0, $"1..{MaxFiles} files", "The request has no file; each part needs a file name");
    }

    // A name from outside becomes part of a path: letters, digits and a few signs, and nothing that climbs.
    private static string SafeName(string name)
    {
        bool safe = name.Length <= MaxNameLength
            && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_')
            && !name.StartsWith('.')
            && Extensions.Contains(Path.GetExtension(name));
        return safe
            ? name
            : throw new InvalidValueException(
                "filename",
                name,
                "letters, digits, '.', '-', '_', ending in .csv, .jsonl or .ndjson",
                $"A file name must be at most {MaxNameLength} letters, digits, '.', '-' and '_', ending in .csv, .jsonl or .ndjson; got '{name}'");
    }
}
