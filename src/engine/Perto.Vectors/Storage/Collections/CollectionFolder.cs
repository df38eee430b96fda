using System.Globalization;

namespace Perto.Vectors.Storage;

/// <summary>Names of the files of a collection, which lie in a folder of their own.</summary>
/// <param name="Tenant">Whose collection it is.</param>
/// <param name="Name">The collection.</param>
internal sealed record CollectionFolder(string Tenant, string Name)
{
    private const string ManifestName = "manifest";
    private const string NewManifestName = "manifest.new";
    private const string DeletedName = "deleted";

    /// <summary>The folder of the tenant.</summary>
    public string Above { get; } = FolderName.Of(Tenant);

    public string Path { get; } = $"{FolderName.Of(Tenant)}/{FolderName.Of(Name)}";

    public string Manifest => $"{Path}/{ManifestName}";

    /// <summary>A manifest that does not hold yet.</summary>
    public string NewManifest => $"{Path}/{NewManifestName}";

    /// <summary>Says that the collection was deleted; the other files go before this one.</summary>
    public string DeletedMark => $"{Path}/{DeletedName}";

    public string Segment(long number) => File(number, "segment");

    public string Tombstones(long number) => File(number, "tombstones");

    public string Graph(long number) => File(number, "graph");

    /// <summary>The number of a file that has one; 0 for others.</summary>
    public static long NumberOf(string file) =>
        file.IndexOf('.', StringComparison.Ordinal) is > 0 and var end
        && file.AsSpan(end + 1) is "segment" or "tombstones" or "graph" or "log"
        && long.TryParse(file.AsSpan(0, end), NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : 0;

    /// <summary>
    /// Whether the collection exists. One that has lost its manifest does, and cannot be opened; a folder without a file of a collection is none,
    /// as its making leaves it that was interrupted.
    /// </summary>
    public bool Exists(IFiles files)
    {
        IReadOnlyList<string> names = files.Files(Path);
        return !names.Contains(DeletedName) && names.Any(name => name == ManifestName || NumberOf(name) > 0);
    }

    /// <summary>Deletes the collection; after a crash it is there as a whole or not at all.</summary>
    public void Delete(IFiles files)
    {
        if (!files.Exists(DeletedMark))
            files.Create(DeletedMark).Dispose();
        files.SyncFolder(Path);
        RemoveDeleted(files);
    }

    /// <summary>Deletes what a deleted collection has left, and nothing else. A file that the system keeps stays, and the mark with it.</summary>
    public void RemoveDeleted(IFiles files)
    {
        if (!files.Exists(DeletedMark))
            return;
        foreach (string file in files.Files(Path).Where(IsOwn))
            files.Delete($"{Path}/{file}");
        files.SyncFolder(Path);
        if (files.Files(Path).Any(IsOwn))
            return;
        files.Delete(DeletedMark);
        if (files.Files(Path).Count == 0 && files.Folders(Path).Count == 0)
            files.DeleteFolder(Path);
        files.SyncFolder(Above);
    }

    /// <summary>All files that a manifest names, itself included.</summary>
    public IEnumerable<string> Named(Manifest manifest)
    {
        yield return Manifest;
        foreach (ManifestSegment segment in manifest.Segments)
            yield return Segment(segment.File);
        if (manifest.Tombstones > 0)
            yield return Tombstones(manifest.Tombstones);
        if (manifest.Graph > 0)
            yield return Graph(manifest.Graph);
    }

    /// <summary>Deletes what is left over: files that the manifest does not name and those of the log before its first.</summary>
    /// <remarks>The log makes files meanwhile; their numbers are not below that of the manifest.</remarks>
    public void RemoveOrphans(IFiles files, Manifest manifest)
    {
        HashSet<string> named = new(Named(manifest), StringComparer.Ordinal);
        foreach (string name in files.Files(Path).Where(IsOwn))
        {
            string file = $"{Path}/{name}";
            if (!named.Contains(file) && !(LogFileName.IsLog(name) && NumberOf(name) >= manifest.Log))
                files.Delete(file);
        }
    }

    private static bool IsOwn(string name) => name is ManifestName or NewManifestName || NumberOf(name) > 0;

    private string File(long number, string ending) => string.Create(CultureInfo.InvariantCulture, $"{Path}/{number:D10}.{ending}");
}
