using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Perto.Platform;

namespace Perto.Streaming;

/// <summary>Puts the files of a multipart request into an existing folder, as they come: they may be larger than memory.</summary>
internal static class ImportUpload
{
    private const int MaxFiles = 20;
    private const int MaxNameLength = 100;
    private const int BufferSize = 64 * 1024;

    private static readonly string[] Extensions = [".csv", ".jsonl", ".ndjson", ".tsv", ".txt", ".dat", ".data", ".item", ".json"];

    private static readonly string Endings = string.Join(", ", Extensions.SkipLast(1)) + " or " + Extensions[^1];

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
        byte[] buffer = new byte[BufferSize];
        while (await SoundAsync(() => reader.ReadNextSectionAsync(cancellationToken)) is { } section)
        {
            if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out ContentDispositionHeaderValue? part) || !part.IsFileDisposition())
                continue;
            if (++files > MaxFiles)
                throw InvalidValueException.OutOfRange("files", files, 1, MaxFiles);
            string name = SafeName(HeaderUtilities.RemoveQuotes(part.FileNameStar.HasValue ? part.FileNameStar : part.FileName).ToString());
            string path = Path.Combine(folder, name);
            if (File.Exists(path))
                throw new InvalidValueException("filename", name, "each file once", $"The file {name} is there twice");
            await using var target = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
            while (await SoundAsync(() => section.Body.ReadAsync(buffer, cancellationToken).AsTask()) is var read and > 0)
                await target.WriteAsync(buffer.AsMemory(0, read), cancellationToken);

            // The run is taken for durable; so must be what it reads.
            target.Flush(flushToDisk: true);
        }

        if (files == 0)
            throw new InvalidValueException("files", 0, $"1..{MaxFiles} files", "The request has no file; each part needs a file name");
    }

    // Only what is read from the request: the disk fails with the same exceptions.
    private static async Task<T> SoundAsync<T>(Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (Exception exception) when (exception is InvalidDataException || exception.GetType() == typeof(IOException))
        {
            const string Rule = "parts between the boundary that Content-Type names, with a last one";
            throw new InvalidValueException("body", given: null, Rule, $"The body is not multipart/form-data as it says: {exception.Message}");
        }
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
                $"letters, digits, '.', '-', '_', ending in {Endings}",
                $"A file name must be at most {MaxNameLength} letters, digits, '.', '-' and '_', ending in {Endings}; got '{name}'");
    }
}
