namespace Perto.Vectors;

/// <summary>
/// The graph over one field of a table, once it has so many rows that one pays. It follows the table: rows that are not in it yet are scanned.
/// </summary>
/// <param name="field">The field.</param>
/// <param name="number">Its place in the schema.</param>
internal sealed class VectorIndex(VectorField field, int number)
{
    // So much of vectors is compared with a query in a millisecond, and no graph pays.
    private const int ScannedBytes = 16 << 20;
    private const int FewestRows = 1_000;
    private const int MostRows = 20_000;

    // The first rows stand for all in what codes learn.
    private const int TrainingRows = 10_000;

    // A tenth of dead nodes costs a search about that much; mending costs half of building.
    private const int DeadShare = 10;

    private readonly Lock _changing = new();
    private volatile ProximityGraph? _graph;
    private CodeTraining _training = CodeTraining.None;
    private int _mendedDead;

    private VectorIndex(VectorField field, int number, ProximityGraph? graph, CodeTraining training)
        : this(field, number)
    {
        _graph = graph;
        _training = training;
    }

    /// <summary>The graph; <see langword="null"/> while there are few rows.</summary>
    public ProximityGraph? Graph => _graph;

    /// <summary>Rows that it covers.</summary>
    public int Indexed => _graph?.Count ?? 0;

    /// <summary>Rows below which no graph is made.</summary>
    public int GraphFrom { get; } = field.Index.GraphFrom ?? Math.Clamp(ScannedBytes / Math.Max(1, BytesOfVector(field)), FewestRows, MostRows);

    /// <summary>Whether rows wait to be put in, or the graph to be mended.</summary>
    public bool HasWork(CollectionSnapshot snapshot) => IsBehind(snapshot) || IsWorn(snapshot);

    private bool IsBehind(CollectionSnapshot snapshot) =>
        _graph is { } graph ? graph.Count < snapshot.Rows : snapshot.Records >= GraphFrom;

    /// <summary>Puts the rows of a snapshot in that are not in it yet, and mends the graph when many of its nodes are dead.</summary>
    /// <param name="snapshot">A snapshot of the table.</param>
    /// <param name="threads">Threads that work on it.</param>
    /// <param name="mostRows">How many rows are put in at most; the others wait for the next call.</param>
    /// <param name="cancellationToken">Stops soon; what is in stays in.</param>
    public void CatchUp(CollectionSnapshot snapshot, int threads, int mostRows, CancellationToken cancellationToken)
    {
        if (!HasWork(snapshot))
            return;
        lock (_changing)
        {
            SnapshotVectors rows = new(snapshot, number);
            if (_graph is null)
            {
                _training = CodeTraining.Learn(field, rows, Math.Min(TrainingRows, snapshot.Rows));
                _graph = GraphFactory.Create(field, _training);
            }
            int workers = field.Index.Deterministic ? 1 : threads;
            _graph.Append(rows, (int)Math.Min(snapshot.Rows, (long)_graph.Count + mostRows), workers, cancellationToken);
            if (IsWorn(snapshot))
                Mend(_graph, snapshot, workers, cancellationToken);
            GC.KeepAlive(snapshot);
        }
    }

    /// <summary>The index of a table that holds some of the rows under other numbers.</summary>
    /// <param name="snapshot">The rows that are live are those that were copied.</param>
    /// <param name="numbers">For each row its new number, or a negative one.</param>
    public VectorIndex Renumbered(CollectionSnapshot snapshot, ReadOnlySpan<int> numbers)
    {
        lock (_changing)
        {
            if (_graph is not { } graph)
                return new VectorIndex(field, number);
            if (IsWorn(snapshot))
                Mend(graph, snapshot, threads: 1, CancellationToken.None);
            int count = 0;
            foreach (int renumbered in numbers[..Math.Min(numbers.Length, graph.Count)])
                count = Math.Max(count, renumbered + 1);
            return new VectorIndex(field, number, graph.Renumbered(numbers, count), _training);
        }
    }

    /// <summary>Lets a writer of files see the graph while nobody changes it. Nothing is called where there is none.</summary>
    public void Read(Action<ProximityGraph, CodeTraining> reader)
    {
        lock (_changing)
        {
            if (_graph is { } graph)
                reader(graph, _training);
        }
    }

    /// <summary>Takes a graph that a file had.</summary>
    public void Restore(ProximityGraph graph, CodeTraining training)
    {
        lock (_changing)
        {
            _training = training;
            _graph = graph;
        }
    }

    private void Mend(ProximityGraph graph, CollectionSnapshot snapshot, int threads, CancellationToken cancellationToken)
    {
        graph.Repair(new DeletedNodes(snapshot), threads, cancellationToken);
        if (!cancellationToken.IsCancellationRequested)
            _mendedDead = snapshot.Dead;
    }

    private bool IsWorn(CollectionSnapshot snapshot) =>
        _graph is not null && snapshot.Dead - Volatile.Read(ref _mendedDead) > Math.Max(FewestRows, snapshot.Rows / DeadShare);

    private static int BytesOfVector(VectorField field) => field.Kind == VectorKind.Bits ? field.Dimension / 8 : field.Dimension * sizeof(float);
}
