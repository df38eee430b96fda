using System.Runtime.CompilerServices;

namespace Perto.Vectors;

internal sealed unsafe partial class ProximityGraph<TCodes>
{
    // Rows between two publications: small beside the graph, so that they hardly miss each other, and large beside the waiting of threads.
    private const int BatchRows = 2048;

    // A walk for the links of a new node ends when this part of BuildEf in a row led to none of the nodes that it can be linked to. Measured: twice the
    // nodes a second at 100 k x 384, for about 1 % more comparisons of a search at recall .95 at 1 M.
    private const int PatienceOfBuildEf = 8;

    // Until then threads would all link to the same few nodes.
    private const int AloneUntil = 256;

    private int Patience => Math.Max(8, _settings.BuildEf / PatienceOfBuildEf);

    public override void Append(IVectorRows rows, int until, int threads, CancellationToken cancellationToken)
    {
        while (_count < until && !cancellationToken.IsCancellationRequested)
        {
            int from = _count;
            bool isAlone = _inserted < AloneUntil;
            int end = (int)Math.Min(until, (long)from + (isAlone ? AloneUntil : BatchRows));
            // What was interrupted has its levels already.
            _links.Reserve(end, Math.Max(from, _reserved));
            _codeBlocks.Reserve(end);
            _reserved = Math.Max(_reserved, end);
            int next = from - 1;
            Run(isAlone ? 1 : threads, () =>
            {
                GraphWorkspace workspace = Take();
                try
                {
                    int row;
                    while ((row = Interlocked.Increment(ref next)) < end)
                        Insert(workspace, row, rows.Vector(row));
                }
                finally
                {
                    Return(workspace);
                }
            });
            Volatile.Write(ref _count, end);
        }
    }

    private static void Run(int threads, Action work)
    {
        if (threads == 1)
            work();
        else
            Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, _ => work());
    }

    private void Insert(GraphWorkspace workspace, int node, ReadOnlySpan<byte> vector)
    {
        // A row that has no such vector, or was deleted before it came in.
        if (vector.IsEmpty)
            return;
        byte* code = _codeBlocks[node];
        _codes.Encode(vector, workspace.Scratch, code);
        int level = _links.LevelOf(node);
        (int entry, int top) = _links.Entry;
        if (entry < 0)
        {
            lock (_entering)
            {
                (entry, top) = _links.Entry;
                if (entry < 0)
                {
                    _links.Entry = (node, level);
                    _inserted++;
                    return;
                }
            }
        }

        byte* query = workspace.Query;
        _codes.Prepare(code, query);
        float distance = Compare(workspace, query, entry);
        for (int above = top; above > level; above--)
            Descend(workspace, query, above, ref entry, ref distance);
        for (int at = Math.Min(level, top); at >= 0; at--)
        {
            workspace.Met.Reset(Around(_settings.BuildEf));
            workspace.Met.Add(node);
            workspace.Pool.Reset(_settings.BuildEf);
            Offer(workspace, query, entry, distance, default(AllNodes));
            Walk(workspace, query, at, default(AllNodes), _links.BaseLinks, Patience);
            if (workspace.Pool.Count == 0)
                continue;
            entry = workspace.Pool.Node(0);
            distance = workspace.Pool.Distance(0);
            Write(_links.List(node, at), _links.Capacity(at), workspace.Batch, Choose(workspace, node, 0, _links.Links, workspace.Batch));
        }
        // From below: a search that comes to the node on a higher level must be able to go on from it on all lower ones.
        for (int at = 0; at <= Math.Min(level, top); at++)
            LinkBack(workspace, node, at);

        Interlocked.Increment(ref _inserted);
        if (level > top)
        {
            lock (_entering)
            {
                if (level > _links.Entry.Level)
                    _links.Entry = (node, level);
            }
        }
    }

    // Puts the node into the lists of its neighbours. From the first on, others may change its own.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void LinkBack(GraphWorkspace workspace, int node, int level)
    {
        int* list = _links.List(node, level);
        int length = Length(list, _links.Capacity(level));
        int* neighbours = stackalloc int[length];
        new ReadOnlySpan<int>(list, length).CopyTo(new Span<int>(neighbours, length));
        for (int i = 0; i < length; i++)
            LinkBack(workspace, neighbours[i], level, node);
    }

    private void LinkBack(GraphWorkspace workspace, int node, int level, int other)
    {
        int* list = _links.List(node, level);
        int capacity = _links.Capacity(level);
        _locks.Enter(node);
        try
        {
            int length = Length(list, capacity);
            if (new ReadOnlySpan<int>(list, length).Contains(other))
                return;
            if (length < capacity)
            {
                Volatile.Write(ref list[length], other);
                return;
            }

            byte* query = workspace.Other;
            _codes.Prepare(_codeBlocks[node], query);
            workspace.Pool.Reset(capacity + 1);
            new ReadOnlySpan<int>(list, length).CopyTo(new Span<int>(workspace.Batch, length));
            workspace.Batch[length] = other;
            int compared = CompareAll(workspace, query, length + 1, others: 0, limit: long.MaxValue);
            for (int i = 0; i < compared; i++)
                workspace.Pool.Offer(workspace.Entries[i]);
            int count = Choose(workspace, node, 0, capacity, workspace.Batch);
            Write(list, capacity, workspace.Batch, count);
        }
        finally
        {
            _locks.Exit(node);
        }
    }

    /// <summary>
    /// Chooses neighbours from the pool, nearest first, leaving out what is nearer to one chosen before than to the node: links that lead into different
    /// directions (heuristic of HNSW, Algorithm 4; robust prune of Vamana with its alpha). The first <paramref name="count"/> are chosen already.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private int Choose(GraphWorkspace workspace, int node, int count, int most, int* chosen)
    {
        CandidatePool pool = workspace.Pool;
        for (int i = 0; i < pool.Count && count < most; i++)
        {
            int candidate = pool.Node(i);
            if (candidate == node)
                continue;
            byte* code = _codeBlocks[candidate];
            float distance = pool.Distance(i);
            bool apart = !new ReadOnlySpan<int>(chosen, count).Contains(candidate);
            for (int c = 0; c < count && apart; c++)
                apart = _settings.Alpha * _codes.Distance(workspace.Chosen + ((long)c * workspace.ChosenStride), code) > distance;
            if (!apart)
                continue;
            _codes.Prepare(code, workspace.Chosen + ((long)count * workspace.ChosenStride));
            chosen[count++] = candidate;
        }
        return count;
    }

    // Readers may walk over the list meanwhile: every number in it is a node's at every moment.
    private static void Write(int* list, int capacity, int* nodes, int count)
    {
        for (int i = 0; i < count; i++)
            Volatile.Write(ref list[i], nodes[i]);
        for (int i = count; i < capacity && list[i] >= 0; i++)
            Volatile.Write(ref list[i], GraphLinks.End);
    }

    private static int Length(int* list, int capacity)
    {
        int length = 0;
        while (length < capacity && list[length] >= 0)
            length++;
        return length;
    }
}
