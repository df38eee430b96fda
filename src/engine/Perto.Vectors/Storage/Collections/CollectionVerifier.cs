namespace Perto.Vectors.Storage;

/// <summary>
/// Reads every byte of a collection's files, puts the collection together as an opening would, and compares its id index with its rows.
/// Changes nothing.
/// </summary>
internal sealed class CollectionVerifier(ReadOnlyFiles files, CollectionFolder folder, IProgress<long>? progress, CancellationToken cancellationToken)
{
    private readonly List<StorageProblem> _problems = [];
    private long _bytes;

    /// <summary>All that is wrong.</summary>
    public IReadOnlyList<StorageProblem> Run()
    {
        Manifest? manifest = null;
        Try(() => manifest = ManifestFile.Read(files, folder));
        if (manifest is null)
            return _problems;
        foreach (ManifestSegment segment in manifest.Segments)
            VerifyBlocks(folder.Segment(segment.File), Segment.Kind, Segment.Version);
        if (manifest.Tombstones > 0)
            VerifyBlocks(folder.Tombstones(manifest.Tombstones), TombstonesFile.Kind, TombstonesFile.Version);
        if (manifest.Graph > 0)
            VerifyBlocks(folder.Graph(manifest.Graph), GraphFile.Kind, GraphFile.Version);
        if (_problems.Count == 0)
            Try(() => VerifyRows(CollectionRecovery.Run(files, folder, settles: false)));
        return _problems;
    }

    private void VerifyBlocks(string name, string kind, int version) => Try(() =>
    {
        using BlockFile file = VersionedFile.Open(files, name, kind, version);
        file.VerifyAll(progress is null ? null : new Progress(progress, _bytes), cancellationToken);
        _bytes += file.Length;
    });

    private void VerifyRows(RecoveredCollection collection)
    {
        RowTable table = collection.Table;
        RowIds ids = new(table);
        for (int row = 0; row < table.Count; row++)
        {
            if (row % Chunk.Rows == 0)
                cancellationToken.ThrowIfCancellationRequested();
            int newest = ids.Newest(row);
            if (newest < row || !ids.AreSame(newest, row))
                Add($"the id of row {row} leads to row {newest}");
            else if (newest != row && table.Chunks[row / Chunk.Rows].DeletedAt(row % Chunk.Rows) == long.MaxValue)
                Add($"row {row} is live, and row {newest} has the same id");
        }
        VerifyOrder(table, ids);
    }

    private void VerifyOrder(RowTable table, RowIds ids)
    {
        SortedRows[] orders = table.Orders(table.Count);
        for (int s = 0; s < orders.Length; s++)
        {
            int first = s * table.RowsOfSegment, rows = Math.Min(table.Count - first, table.RowsOfSegment);
            ReadOnlySpan<ushort> order = orders[s].Rows;
            if (order.Length != rows)
                Add($"the id order of segment {s} has {order.Length} of {rows} rows");
            for (int i = 1; i < order.Length; i++)
            {
                int compared = ids.Compare(first + order[i - 1], first + order[i]);
                if (compared > 0 || (compared == 0 && order[i - 1] >= order[i]))
                    Add($"rows {first + order[i - 1]} and {first + order[i]} are not in id order");
            }
        }
    }

    private void Add(string problem) => _problems.Add(new StorageProblem(folder.Path, 0, problem));

    private void Try(Action verify)
    {
        try
        {
            verify();
        }
        catch (DamagedFileException damage)
        {
            _problems.Add(new StorageProblem(damage.File, damage.Offset, damage.Problem));
        }
        catch (StorageException fault)
        {
            _problems.Add(new StorageProblem(fault.File, 0, fault.Problem));
        }
    }

    // Bytes of all files, where a file tells its own.
    private sealed class Progress(IProgress<long> all, long before) : IProgress<long>
    {
        public void Report(long value) => all.Report(before + value);
    }
}
