namespace Perto.Platform;

/// <summary>A file as it was when its import began: a resumed import must find the same.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Size">Length in bytes.</param>
/// <param name="ModifiedAt">When it was last changed.</param>
public sealed record ImportedFile(string Name, long Size, DateTimeOffset ModifiedAt)
{
    /// <summary>The file as it is now.</summary>
    /// <exception cref="FileNotFoundException">It is not there.</exception>
    internal static ImportedFile Of(ImportFile file)
    {
        var info = new FileInfo(file.Path);
        return new ImportedFile(file.Name, info.Length, new DateTimeOffset(info.LastWriteTimeUtc));
    }
}
