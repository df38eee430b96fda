using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Perto.Numerics;

namespace Perto.Vectors;

/// <summary>
/// Searches a field that has a graph: picks a strategy from how many rows pass, finds candidates by codes, compares them again by their vectors,
/// and adds the rows that the graph does not have yet. Where a walk finds too few it falls back, so that k come whenever k exist.
/// </summary>
internal readonly ref struct IndexedSearch(
    CollectionSnapshot snapshot, int vector, ProximityGraph graph, ReadOnlySpan<byte> query, int k, int ef, long now)
{
    // Measured: comparing the codes of so many rows takes as long as a walk. (It grows with the root, as both touch memory at random.)
    private const double ScannedRoots = 23;

    // Where at least so many pass, a walk over all nodes meets enough of them.
    private const double ManyPass = .2;

    // What passes is far from the query, and far things are nearly equally far.
    private const int FarWidth = 4;

    private const int Seeds = 16;
    private const int Probes = 512;

    // Rows outside of the graph from which on whole chunks are scanned: without a filter, and with one.
    private const int FewRest = 512;
    private const int ManyRest = 50_000;

    // Rows ahead of time.
    private const int Ahead = 4;

    // From so many the error of codes can be told.
    private const int FewErrors = 8;

    // How much larger than those seen an error may be, in parts of their spread. Who walks wider asks for more recall. Measured at k 10: .5 reads 14 vectors
    // and costs .003 of recall, 1.5 reads 19 and costs .0005.
    private const float LeastDoubt = .5f;
    private const float MostDoubt = 3;
    private const float DoubtOfWidth = 1f / 128;

    // Matches that are all compared by their codes are to be found as if they were compared by their vectors.
    private const int WidthOfMatches = 256;

    private readonly ReadOnlySpan<byte> _query = query;
    private readonly int _indexed = Math.Min(graph.Count, snapshot.Rows);

    private VectorField Field => snapshot.Schema.Vectors[vector];

    /// <summary>Finds candidates for a job; false where every row must be scanned instead. The cost is that of all that was tried.</summary>
    public bool TryRun(ref ScanJob job, CompiledFilter? filter, out ScanCost cost)
    {
        cost = default;
        // Walking to a good part of all rows takes longer than going over all of them.
        if (k > _indexed / 8)
            return false;
        // Estimates count dead rows too.
        long passing = Math.Min(snapshot.Records, filter?.Estimate ?? snapshot.Records);
        SearchStrategy strategy = Choose(filter, passing);
        GraphWorkspace workspace = graph.Take();
        try
        {
            int rescored = 0, width = 0;
            if (strategy == SearchStrategy.Graph)
            {
                width = filter is null ? Math.Max(ef, k) : Width(passing);
                Walk(workspace, filter, width);
                if (filter is not null && !IsSettled(workspace))
                {
                    strategy = SearchStrategy.MatchingGraph;
                }
                else
                {
                    if (snapshot.HidesRows && !IsSettled(workspace))
                        Walk(workspace, filter, width *= FarWidth);
                    rescored = Rescore(workspace, ref job, width);
                }
            }
            if (strategy == SearchStrategy.MatchingGraph)
            {
                width = Math.Max(width == 0 ? ef : FarWidth * ef, Oversampled);
                WalkMatching(workspace, filter!, width);
                rescored = Rescore(workspace, ref job, width);
            }
            // A walk may miss what the filter leaves, or be cut off from it; so few are found by listing them.
            if (strategy == SearchStrategy.Matches || (filter is not null && workspace.Found.Count < k))
            {
                job.Clear(k);
                strategy = SearchStrategy.Matches;
                rescored += ScanMatches(workspace, filter!, ref job);
            }
            if (filter is null && !IsEnough(workspace, rescored))
            {
                job.Clear(k);
                cost = new ScanCost { Compared = workspace.Cost.Compared, Rescored = rescored };
                return false;
            }
            ScanRest(ref job, filter);
            cost = new ScanCost(snapshot.Records, passing)
            {
                Strategy = strategy,
                PassedIsEstimate = filter is not null,
                Compared = workspace.Cost.Compared + (snapshot.Rows - _indexed),
                Rescored = rescored,
                Ef = width,
                Unindexed = snapshot.Rows - _indexed,
            };
            return true;
        }
        finally
        {
            graph.Return(workspace);
        }
    }

    // Candidates whose vectors are read: so many that the order of codes, which is a little wrong, does not cost recall.
    private int Oversampled => Field.Index.Codes switch
    {
        _ when Field.Kind == VectorKind.Bits => k,
        VectorCodes.Float32 => k,
        VectorCodes.Int8 => k + Math.Max(20, k / 4),
        VectorCodes.Int4 => (2 * k) + 40,
        _ => (8 * k) + 80,
    };

    private SearchStrategy Choose(CompiledFilter? filter, long passing)
    {
        if (filter is null)
            return SearchStrategy.Graph;
        if (passing <= Math.Max(k, ScannedRoots * Math.Sqrt(_indexed)))
            return SearchStrategy.Matches;
        return passing < ManyPass * snapshot.Records ? SearchStrategy.MatchingGraph : SearchStrategy.Graph;
    }

    // Among so many nearest, enough pass: with half as many again as the share alone asks for.
    private int Width(long passing)
    {
        double share = Math.Max(ManyPass, passing / (double)Math.Max(1, snapshot.Records));
        return Math.Max(ef, Math.Max(Oversampled, (int)Math.Min(VectorQuery.MaxEf, 1.5 * k / share)));
    }

    private void Walk(GraphWorkspace workspace, CompiledFilter? filter, int width)
    {
        WalkWidth wide = new(k, width, Oversampled);
        if (filter is not null)
            graph.Search(workspace, _query, wide, new MatchingNodes(snapshot, filter, _indexed, now));
        else if (snapshot.HidesRows)
            graph.Search(workspace, _query, wide, new LiveNodes(snapshot, _indexed, now));
        else
            graph.Search(workspace, _query, wide, default(AllNodes));
    }

    // All that passes in the ball of the nearest nodes was met. If k lie within it they are the nearest; else the filter leaves what is far away,
    // and the walk came upon it by chance.
    private bool IsSettled(GraphWorkspace workspace) =>
        workspace.Found.Count >= k && workspace.KthDistance <= workspace.Pool.Distance(workspace.Pool.Count - 1);

    // Whether what was found without a filter may stand: where rows are hidden a walk can end among them. Then all rows are scanned.
    private bool IsEnough(GraphWorkspace workspace, int found) =>
        found >= Math.Min(k, snapshot.Records - (snapshot.Rows - _indexed)) && (!snapshot.HidesRows || IsSettled(workspace));

    private void WalkMatching(GraphWorkspace workspace, CompiledFilter filter, int width)
    {
        MatchingNodes matching = new(snapshot, filter, _indexed, now);
        Span<int> seeds = stackalloc int[Seeds];
        int count = 0;
        // The same rows each time, spread over the table.
        ulong state = (ulong)_indexed;
        for (int probe = 0; probe < Probes && count < Seeds; probe++)
        {
            state = (state * 6364136223846793005) + 1442695040888963407;
            int row = (int)((state >> 33) % (ulong)_indexed);
            if (matching.Passes(row) && snapshot.Reader.HasVector(vector, row))
                seeds[count++] = row;
        }
        graph.SearchPassing(workspace, _query, width, seeds[..count], matching);
    }

    private int ScanMatches(GraphWorkspace workspace, CompiledFilter filter, ref ScanJob job)
    {
        int[] rows = ArrayPool<int>.Shared.Rent(Math.Max(1, filter.Matching().Count));
        try
        {
            ScanMatches(workspace, filter, rows, asksForVector: false);
            if (HasOneWithoutVector(workspace))
                ScanMatches(workspace, filter, rows, asksForVector: true);
            return Rescore(workspace, ref job, WidthOfMatches);
        }
        finally
        {
            ArrayPool<int>.Shared.Return(rows);
        }
    }

    private void ScanMatches(GraphWorkspace workspace, CompiledFilter filter, Span<int> rows, bool asksForVector)
    {
        int count = snapshot.MatchingRows(filter, asksForVector ? vector : null, now, _indexed, rows);
        graph.Scan(workspace, _query, Math.Min(count, Oversampled), rows[..count]);
    }

    // Rows without the vector are few, mostly none, and asking each match takes longer than comparing its code.
    private bool HasOneWithoutVector(GraphWorkspace workspace)
    {
        RowReader reader = snapshot.Reader;
        for (int i = 0; i < workspace.Found.Count; i++)
        {
            if (!reader.HasVector(vector, workspace.Found.Node(i)))
                return true;
        }
        return false;
    }

    // Compares candidates by their vectors, in the order of their codes, until the error of these, as it was with those before, lets none of the others
    // be among the nearest.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private int Rescore(GraphWorkspace workspace, ref ScanJob job, int width)
    {
        float doubt = Math.Clamp(width * DoubtOfWidth, LeastDoubt, MostDoubt);
        RowReader reader = snapshot.Reader;
        CandidatePool found = workspace.Found;
        VectorField field = Field;
        bool isBits = field.Kind == VectorKind.Bits;
        for (int i = 0; i < Math.Min(Ahead, found.Count) && !isBits; i++)
            Prefetch(reader, found.Node(i));
        int compared = 0;
        float least = float.PositiveInfinity, most = float.NegativeInfinity;
        for (int i = 0; i < found.Count; i++)
        {
            float distance = found.Distance(i);
            if (compared >= Math.Max(k, FewErrors) && most + (doubt * (most - least)) - distance < job.Top.Threshold)
                break;
            if (i + Ahead < found.Count && !isBits)
                Prefetch(reader, found.Node(i + Ahead));
            int row = found.Node(i);
            // The graph may have grown since: those rows are found by the scan.
            if (row >= _indexed)
                continue;
            compared++;
            float error = Offer(ref job, field, reader, row) + distance;
            least = Math.Min(least, error);
            most = Math.Max(most, error);
        }
        return compared;
    }

    // Compares a row by its vector, and takes it if it is among the nearest so far; gives its key.
    private float Offer(ref ScanJob job, VectorField field, RowReader reader, int row)
    {
        float key = field.Kind == VectorKind.Bits
            ? -BitDistance.Hamming(_query, reader.BitsOf(vector, row))
            : MetricKernel.Sign(field.Metric) * MetricKernel.One(field.Metric, MemoryMarshal.Cast<byte, float>(_query), reader.Vector(vector, row));
        if (key >= job.Top.Threshold)
            job.Offer(field.Metric, key, row, snapshot);
        return key;
    }

    private void Prefetch(RowReader reader, int row)
    {
        if (row < _indexed)
            reader.PrefetchVector(vector, row);
    }

    private void ScanChunks(ref ScanJob job)
    {
        if (Field.Kind == VectorKind.Bits)
            BitScan.Run(snapshot, vector, _query, ref job, now, _indexed);
        else
            ExactScan.Run(snapshot, vector, MemoryMarshal.Cast<byte, float>(_query), new Span<ScanJob>(ref job), now, _indexed);
    }

    private void ScanRest(ref ScanJob job, CompiledFilter? filter)
    {
        if (_indexed == snapshot.Rows)
            return;
        if (snapshot.Rows - _indexed > (filter is null ? FewRest : ManyRest))
        {
            ScanChunks(ref job);
            return;
        }
        // Each is asked, so that a filter is not evaluated for the whole table because of a few.
        RowReader reader = snapshot.Reader;
        for (int row = _indexed; row < snapshot.Rows; row++)
        {
            if (!reader.HasVector(vector, row) || !snapshot.IsLive(row, now) || filter?.Passes(row) == false)
                continue;
            Offer(ref job, Field, reader, row);
        }
    }
}
