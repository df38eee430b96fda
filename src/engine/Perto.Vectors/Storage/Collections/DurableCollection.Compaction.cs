namespace Perto.Vectors.Storage;

// Dead rows go. The live ones are copied while writers go on; then the log is told which rows stay, and all that comes after it speaks of
// the new numbers. So no writer waits for the disk: an opening that finds this in the log copies the rows again.
internal sealed partial class DurableCollection
{
    // What is left for the end, while writers wait.
    private const int FewRowsLeft = 4096;
    private const int MostRounds = 8;

    private async Task CompactNowAsync(IProgress<long>? progress, CancellationToken cancellationToken)
    {
        Collection.RemoveExpired(PayloadValue.UnixMicroseconds(_clock.GetUtcNow()));
        CollectionSnapshot head = Collection.Pause(head => head);
        if (head.Dead == 0)
        {
            // Nothing is dead in memory; files that a crash left behind a former compaction may still have what it took out.
            if (_generation != _manifest.Generation)
                await CheckpointAsync(HasGraphToSave(head));
            return;
        }
        RowCopy copy = new(head.Table, head.Records);
        List<ManifestSegment> full = [];
        CatchUp(copy, full, progress, cancellationToken);
        // It may take long: what came meanwhile is not left for the end either.
        copy.TakeIndexes(Collection.Pause(head => head));
        CatchUp(copy, full, progress, cancellationToken);
        long sequence = Collection.Replace(copy.Finish);
        _generation++;
        _graphRows = 0;
        Volatile.Write(ref _sealed, full);
        await _log.CommittedAsync(sequence);
        await CheckpointAsync(HasGraphToSave(Collection.Snapshot));
    }

    private void CatchUp(RowCopy copy, List<ManifestSegment> full, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        CollectionSnapshot head = Collection.Pause(head => head);
        for (int round = 0; round == 0 || (head.Rows - copy.Rows > FewRowsLeft && round < MostRounds); round++)
        {
            while (copy.Rows < head.Rows)
            {
                cancellationToken.ThrowIfCancellationRequested();
                copy.Take(head, Math.Min(head.Rows, copy.Rows + Chunk.Rows));
                progress?.Report(copy.Rows);
                if (copy.Table.Count / copy.Table.RowsOfSegment > full.Count)
                    full.Add(SealCopy(copy.Table, full.Count * copy.Table.RowsOfSegment));
            }
            head = Collection.Pause(next => next);
        }
    }

    private ManifestSegment SealCopy(RowTable table, int firstRow)
    {
        ManifestSegment segment = WriteSegment(table, firstRow, table.RowsOfSegment);
        table.Seal(SegmentFile.Open(_files, _folder.Segment(segment.File)));
        return segment;
    }
}
