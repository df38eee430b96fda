using Perto.Platform;

namespace Perto.Streaming;

/// <summary>Where the pages of a batch go.</summary>
/// <param name="File">The file; null for the table alone.</param>
/// <param name="Format">How they stand in the file.</param>
/// <param name="Resume">Whether an unfinished batch of the same request and file is gone on with; without one, a new one begins.</param>
public sealed record BatchTarget(string? File, BatchFormat Format = BatchFormat.Jsonl, bool Resume = false)
{
    /// <summary>The file as a path from the root, in a folder that is there; null for the table alone.</summary>
    /// <exception cref="InvalidValueException">There is no such folder, or the path is one.</exception>
    public string? FullPath()
    {
        if (File is null)
            return null;
        string full = Path.GetFullPath(File);
        if (Directory.Exists(full))
            throw new InvalidValueException("file", File, "a file", $"file must be a file; {full} is a folder");
        return Directory.Exists(Path.GetDirectoryName(full))
            ? full
            : throw new InvalidValueException("file", File, "a file in a folder that exists", $"file must lie in a folder that exists; there is no {Path.GetDirectoryName(full)}");
    }
}
