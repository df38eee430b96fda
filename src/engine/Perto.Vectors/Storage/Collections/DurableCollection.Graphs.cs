namespace Perto.Vectors.Storage;

// Graphs follow the rows, and their file follows them: it may be old, or missing, and then the rest is built again.
internal sealed partial class DurableCollection
{
    // So few rows are put into a graph while the file would be read.
    private const int FewGraphRows = 4096;

    /// <summary>Writes the graphs to a file if it is due; for the worker that builds them, between two steps.</summary>
    public void SaveGraphs()
    {
        if (_options.MaintainsItself && _journal.Fault is null && !_closing.IsCancellationRequested && IsGraphDue(Collection.Snapshot))
            GuardedAsync(() => TendingAsync(_ => SaveGraphsAsync(), _closing.Token)).GetAwaiter().GetResult();
    }

    // While the store is open: a quarter more than the file has. Building what is missing costs a fifth of building all.
    private bool IsGraphDue(CollectionSnapshot snapshot) => GraphFile.RowsOf(snapshot.Table) is var rows
        && rows - Volatile.Read(ref _graphRows) > Math.Max(FewGraphRows, Volatile.Read(ref _graphRows) / 4);

    // When it closes: anything that is not built again in a moment.
    private bool HasGraphToSave(CollectionSnapshot snapshot) => GraphFile.RowsOf(snapshot.Table) is var rows
        && rows - Volatile.Read(ref _graphRows) > Volatile.Read(ref _graphRows) / 100;

    private async Task SaveGraphsAsync()
    {
        // Of rows under other numbers than the manifest's they would tell nothing.
        if (_generation != _manifest.Generation)
            await SaveRowsAsync();
        long number = _nextFile++;
        long rows = GraphFile.Write(_files, _folder.Graph(number), Collection.Snapshot.Table);
        // The graphs may hold rows that came after the manifest; the file must not outlive them.
        await _log.RotateAsync();
        Keep(_manifest with { Graph = number });
        Volatile.Write(ref _graphRows, rows);
        _folder.RemoveOrphans(_files, _manifest);
    }

    private void LoadGraphs(RecoveredCollection recovered)
    {
        string name = _folder.Graph(_manifest.Graph);
        // Of rows that got other numbers since it tells nothing.
        if (recovered.Renumbered > 0)
        {
            ForgetGraphs();
            return;
        }
        try
        {
            using BlockFile file = VersionedFile.Open(_files, name, GraphFile.Kind, GraphFile.Version);
            _graphRows = GraphFile.Read(file, name, recovered.Table, _options.IndexThreads);
        }
        catch (StorageException fault)
        {
            ForgetGraphs();
            StorageException told = new(name, fault.Problem, "Its graphs are built again from the records; until then searches compare with each record", fault);
            Tell(told);
        }
    }

    // The next checkpoint deletes the file.
    private void ForgetGraphs()
    {
        _manifest = _manifest with { Graph = 0 };
        _graphRows = 0;
    }
}
