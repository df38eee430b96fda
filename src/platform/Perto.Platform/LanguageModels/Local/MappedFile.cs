namespace Perto.Platform;

/// <summary>A file of weights as it was when it was mapped into memory. One that was written over since must not be read: where it became shorter, that ends the process.</summary>
/// <param name="Path">Its full path.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Written">When it was last written to.</param>
internal sealed record MappedFile(string Path, long Length, DateTime Written)
{
    /// <summary>Whether another content stands under its name. What was taken away stays readable as long as it is mapped.</summary>
    public bool Changed => new FileInfo(Path) is { Exists: true } now && (now.Length != Length || now.LastWriteTimeUtc != Written);

    /// <summary>Looks at a file.</summary>
    /// <exception cref="FileNotFoundException">It is not there.</exception>
    public static MappedFile Of(string path)
    {
        var file = new FileInfo(path);
        return new MappedFile(path, file.Length, file.LastWriteTimeUtc);
    }
}
