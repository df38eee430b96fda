namespace Perto.Vectors.Storage;

/// <summary>Opens files of a kind that changes from release to release.</summary>
internal static class VersionedFile
{
    /// <param name="files">Where it is.</param>
    /// <param name="name">The file.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="version">The version that this release writes; it reads all before.</param>
    /// <exception cref="DamagedFileException">It is not what was written.</exception>
    /// <exception cref="StorageException">A later release wrote it, or it cannot be mapped.</exception>
    public static BlockFile Open(IFiles files, string name, string kind, int version)
    {
        BlockFile file = BlockFile.Open(files, name, kind);
        if (file.Version <= version)
            return file;
        int later = file.Version;
        file.Dispose();
        throw new StorageException(name, $"has version {later}, this release reads versions up to {version}", "Use the release that wrote it, or a later one");
    }
}
