using System.Globalization;

namespace Perto.Vectors.Storage;

/// <summary>Names of the files of a collection, which lie in a folder of their own.</summary>
/// <param name="Tenant">Whose collection it is.</param>
/// <param name="Name">The collection.</param>
internal sealed record CollectionFolder(string Tenant, string Name)
{
    /// <summary>The folder of the tenant.</summary>
    public string Above { get; } = FolderName.Of(Tenant);

    public string Path { get; } = $"{FolderName.Of(Tenant)}/{FolderName.Of(Name)}";

    public string Manifest => $"{Path}/manifest";

    /// <summary>A manifest that does not hold yet.</summary>
    public string NewManifest => $"{Path}/manifest.new";

    public string Segment(long number) => File(number, "segment");

    public string Tombstones(long number) => File(number, "tombstones");

    public string Graph(long number) => File(number, "graph");

    /// <summary>The number of a file that has one; 0 for others.</summary>
    public static long NumberOf(string file) =>
        file.IndexOf('.', StringComparison.Ordinal) is > 0 and var end
        && long.TryParse(file.AsSpan(0, end), NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : 0;

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
    public void RemoveOrphans(IFiles files, Manifest manifest)
    {
        HashSet<string> named = new(Named(manifest), StringComparer.Ordinal);
        List<long> logs = LogFileName.NumbersIn(files, Path);
        foreach (long log in logs.Where(log => log >= manifest.Log))
            named.Add(LogFileName.Of(Path, log));
        foreach (string file in files.Files(Path).Select(file => $"{Path}/{file}"))
        {
            if (!named.Contains(file))
                files.Delete(file);
        }
    }

    private string File(long number, string ending) => string.Create(CultureInfo.InvariantCulture, $"{Path}/{number:D10}.{ending}");
}
