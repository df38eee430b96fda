namespace Perto.Vectors.Storage;

// The log becomes segments.
internal sealed partial class DurableCollection
{
    // What searches need no file of waits for nothing: graphs follow when the rows are safe.
    private async Task CheckpointAsync(bool savesGraphs)
    {
        await SaveRowsAsync();
        if (savesGraphs)
            await SaveGraphsAsync();
    }

    private async Task SaveRowsAsync()
    {
        // The boundary: all writes before it are in the files of the log before the next one.
        (CollectionSnapshot head, long sequence, long bytes, Task<long> rotating) =
            Collection.Pause(head => (head, _journal.Sequence, _journal.Bytes, _log.RotateAsync()));
        long log = await rotating;
        if (sequence == _manifest.Sequence)
            return;

        int rowsOfSegment = head.Table.RowsOfSegment;
        List<ManifestSegment> segments = [.. _sealed];
        for (int first = segments.Count * rowsOfSegment; first < head.Rows; first += rowsOfSegment)
            segments.Add(WriteSegment(head.Table, first, Math.Min(rowsOfSegment, head.Rows - first)));
        (long tombstones, int dead) = WriteTombstones(head);
        Keep(_manifest with
        {
            Generation = _generation,
            Version = head.Version,
            Segments = segments,
            Dead = dead,
            Tombstones = tombstones,
            Graph = _generation == _manifest.Generation ? _manifest.Graph : 0,
            Log = log,
            Sequence = sequence,
        });
        Volatile.Write(ref _checkpointBytes, bytes);
        Volatile.Write(ref _retryAtBytes, 0);

        Seal(segments, rowsOfSegment);
        _folder.RemoveOrphans(_files, _manifest);
    }

    private void Keep(Manifest manifest)
    {
        ManifestFile.Write(_files, _folder, manifest);
        _manifest = manifest;
    }

    // The rows of full segments are read from the files from now on.
    private void Seal(List<ManifestSegment> segments, int rowsOfSegment)
    {
        List<ManifestSegment> full = [.. segments.TakeWhile(segment => segment.Rows == rowsOfSegment)];
        if (full.Count > _sealed.Count)
            Collection.Seal([.. full.Skip(_sealed.Count).Select(segment => SegmentFile.Open(_files, _folder.Segment(segment.File)))]);
        Volatile.Write(ref _sealed, full);
    }

    private ManifestSegment WriteSegment(RowTable table, int firstRow, int rows)
    {
        long number = _nextFile++;
        SegmentFile.Write(_files, _folder.Segment(number), table, firstRow, rows);
        return new ManifestSegment(number, rows);
    }

    private (long File, int Dead) WriteTombstones(CollectionSnapshot head)
    {
        ulong[] bits = new ulong[head.Chunks.Length * RowBits.Words];
        int dead = 0;
        Span<ulong> live = stackalloc ulong[RowBits.Words];
        for (int c = 0; c < head.Chunks.Length; c++)
        {
            Span<ulong> deleted = bits.AsSpan(c * RowBits.Words, RowBits.Words);
            head.Chunks[c].Live(head.RowsOf(c), head.Version, long.MinValue, live);
            RowBits.SetFirst(head.RowsOf(c), deleted);
            for (int w = 0; w < RowBits.Words; w++)
                deleted[w] &= ~live[w];
            dead += RowBits.Count(deleted);
        }
        if (dead == 0)
            return (0, 0);
        long number = _nextFile++;
        TombstonesFile.Write(_files, _folder.Tombstones(number), bits.AsSpan(0, (head.Rows + 63) / 64));
        return (number, dead);
    }
}
