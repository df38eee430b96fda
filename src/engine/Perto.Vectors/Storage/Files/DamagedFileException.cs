namespace Perto.Vectors.Storage;

/// <summary>A file does not hold what was written to it: its checksums say so. Nothing was answered from the damaged part.</summary>
public sealed class DamagedFileException : StorageException
{
    private const string Restore = "Restore it from a backup, or delete the collection and build it again from its source; then check the disk";

    /// <param name="file">The file, relative to the folder of the store.</param>
    /// <param name="section">The part of the file.</param>
    /// <param name="offset">Where the damaged part begins, in bytes from the start of the file.</param>
    /// <param name="problem">What is wrong there, as a sentence without its end.</param>
    public DamagedFileException(string file, string section, long offset, string problem)
        : base(file, $"is damaged in '{section}' at byte {offset}: {problem}", Restore)
    {
        Section = section;
        Offset = offset;
    }

    /// <summary>The part of the file.</summary>
    public string Section { get; }

    /// <summary>Where the damaged part begins, in bytes from the start of the file.</summary>
    public long Offset { get; }
}
