using System.Text.Json;

namespace Perto.Vectors.Storage;

/// <summary>Reads and writes the manifest of a collection: JSON in a file with checksums.</summary>
internal static class ManifestFile
{
    public const string Kind = "perto.manifest";
    public const int Version = 1;
    private const string Content = "content";

    /// <exception cref="DamagedFileException">It is not what was written.</exception>
    /// <exception cref="StorageException">A later release wrote it, or it cannot be read.</exception>
    public static Manifest Read(IFiles files, CollectionFolder folder)
    {
        if (!files.Exists(folder.Manifest))
            throw new DamagedFileException(folder.Manifest, Content, 0, "it is missing, and the folder holds other files of a collection");
        using BlockFile file = VersionedFile.Open(files, folder.Manifest, Kind, Version);
        file.VerifyAll(progress: null, CancellationToken.None);
        MappedSection content = file.Section(Content);
        try
        {
            Manifest manifest = JsonSerializer.Deserialize(content.Span<byte>(0, (int)content.Length), ManifestJson.Default.Manifest)
                ?? throw new JsonException("it is empty");
            Check(manifest, folder);
            return manifest;
        }
        catch (Exception fault) when (fault is JsonException or VectorStoreException)
        {
            throw new DamagedFileException(folder.Manifest, Content, 0, fault.Message.TrimEnd('.'));
        }
    }

    /// <summary>Replaces the manifest, durably and at once: after a crash either the former or this one holds.</summary>
    /// <remarks>Files that it names are made before, and their creation is made durable here.</remarks>
    public static void Write(IFiles files, CollectionFolder folder, Manifest manifest)
    {
        files.Delete(folder.NewManifest);
        using (BlockFileWriter file = new(files, folder.NewManifest, Kind, Version))
        {
            file.BeginSection(Content);
            file.Write(JsonSerializer.SerializeToUtf8Bytes(manifest, ManifestJson.Default.Manifest));
            file.EndSection();
            file.Finish();
        }
        files.SyncFolder(folder.Path);
        files.Rename(folder.NewManifest, folder.Manifest);
        files.SyncFolder(folder.Path);
    }

    private static void Check(Manifest manifest, CollectionFolder folder)
    {
        _ = manifest.Schema();
        if (manifest.Tenant != folder.Tenant || manifest.Name != folder.Name)
            throw new JsonException($"it is that of collection '{manifest.Name}' of tenant '{manifest.Tenant}'");
        if (manifest.RowsOfSegment is < Chunk.Rows or > SegmentSize.Most || !int.IsPow2(manifest.RowsOfSegment))
            throw new JsonException($"a segment cannot have {manifest.RowsOfSegment} rows");
        for (int s = 0; s < manifest.Segments.Count; s++)
        {
            int rows = manifest.Segments[s].Rows;
            if (rows < 1 || rows > manifest.RowsOfSegment || (rows < manifest.RowsOfSegment && s != manifest.Segments.Count - 1))
                throw new JsonException($"segment {s} cannot have {rows} of {manifest.RowsOfSegment} rows");
        }
        if (manifest.Dead < 0 || manifest.Dead > manifest.Rows || (manifest.Dead > 0) != (manifest.Tombstones > 0))
            throw new JsonException($"{manifest.Dead} of {manifest.Rows} rows cannot be dead");
    }
}
