namespace Perto.Vectors.Storage;

/// <summary>Puts a collection together from its files: maps the segments, and does again what the log has.</summary>
internal static class CollectionRecovery
{
    /// <param name="files">Where they are.</param>
    /// <param name="folder">The collection.</param>
    /// <param name="settles">Whether it is to be written to; if not, its files stay as they are.</param>
    /// <exception cref="DamagedFileException">A file is not what was written.</exception>
    /// <exception cref="StorageException">A file cannot be read, or a later release wrote it.</exception>
    public static RecoveredCollection Run(IFiles files, CollectionFolder folder, bool settles)
    {
        Manifest manifest = ManifestFile.Read(files, folder);
        RowTable table = Rows(files, folder, manifest);
        if (manifest.Tombstones > 0)
        {
            string name = folder.Tombstones(manifest.Tombstones);
            using BlockFile file = VersionedFile.Open(files, name, TombstonesFile.Kind, TombstonesFile.Version);
            TombstonesFile.Read(file, name, table, manifest.Dead);
        }

        JournalReader reader = new(folder.Path, table, manifest.Version);
        ReplayResult log = WriteAheadLog.Replay(files, folder.Path, manifest.Log, reader.Read, settles);
        if (log.FirstSequence != 0 && log.FirstSequence != manifest.Sequence + 1)
        {
            throw new DamagedFileException(
                LogFileName.Of(folder.Path, manifest.Log), "records", 0,
                $"the log begins with record {log.FirstSequence}, and {manifest.Sequence + 1} comes after the last checkpoint");
        }
        return new RecoveredCollection(
            manifest, reader.Table, reader.Version,
            reader.Renumbered == 0 ? [.. manifest.Segments.Where(segment => segment.Rows == manifest.RowsOfSegment)] : [],
            reader.Renumbered, log);
    }

    private static RowTable Rows(IFiles files, CollectionFolder folder, Manifest manifest)
    {
        CollectionSchema schema = manifest.Schema();
        if (manifest.Segments.Count == 0)
            return new RowTable(schema, manifest.RowsOfSegment);
        List<Segment> segments = [];
        foreach (ManifestSegment expected in manifest.Segments)
        {
            string name = folder.Segment(expected.File);
            Segment segment = SegmentFile.Open(files, name);
            if (segment.Rows != expected.Rows || segment.RowsOfSegment != manifest.RowsOfSegment
                || segment.FirstRow != segments.Count * manifest.RowsOfSegment)
            {
                throw new DamagedFileException(
                    name, "shape", 0,
                    $"it has {segment.Rows} rows from {segment.FirstRow} on, and {expected.Rows} from {segments.Count * manifest.RowsOfSegment} on were expected");
            }
            segments.Add(segment);
        }
        return RowTable.Open(schema, segments);
    }
}
