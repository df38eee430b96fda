using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Perto.Vectors;

internal sealed unsafe partial class ProximityGraph<TCodes>
{
    // Codes are fetched from memory this many comparisons before they are needed.
    private const int Ahead = 8;

    public override void Search<TFilter>(GraphWorkspace workspace, ReadOnlySpan<byte> query, int ef, int take, TFilter filter)
    {
        (int entry, float distance) = Begin(workspace, query);
        workspace.Found.Reset(take);
        if (entry < 0)
            return;
        workspace.Pool.Reset(ef);
        Offer(workspace, workspace.Query, entry, distance, filter);
        Walk(workspace, workspace.Query, level: 0, filter);
        if (typeof(TFilter) == typeof(AllNodes))
            workspace.Found.Take(workspace.Pool);
    }

    public override void SearchPassing<TFilter>(
        GraphWorkspace workspace, ReadOnlySpan<byte> query, int ef, ReadOnlySpan<int> seeds, TFilter filter)
    {
        (int entry, float distance) = Begin(workspace, query);
        workspace.Found.Reset(ef);
        if (entry < 0)
            return;
        CandidatePool pool = workspace.Pool;
        pool.Reset(ef);
        workspace.Visited.Add(entry);
        pool.Offer(CandidatePool.Entry(distance, entry));
        foreach (int seed in seeds)
        {
            if (workspace.Visited.Add(seed))
                pool.Offer(CandidatePool.Entry(Compare(workspace, workspace.Query, seed), seed));
        }
        for (int next = 0; next < pool.Count;)
        {
            int node = pool.Node(next);
            pool.Expand(next);
            workspace.Cost.Expanded++;
            int batch = GatherPassing(workspace, node, filter);
            next = Math.Min(next + 1, CompareBatch(workspace, workspace.Query, batch, default(AllNodes), level: 0));
            while (next < pool.Count && pool.IsExpanded(next))
                next++;
        }
        for (int i = 0; i < pool.Count; i++)
        {
            // The entry was a bridge; it need not pass.
            if (filter.Passes(pool.Node(i)))
                workspace.Found.Offer(CandidatePool.Entry(pool.Distance(i), pool.Node(i)));
        }
    }

    public override void Scan(GraphWorkspace workspace, ReadOnlySpan<byte> query, int take, ReadOnlySpan<int> nodes)
    {
        workspace.Cost = default;
        workspace.Found.Reset(take);
        _codes.Prepare(query, workspace.Scratch, workspace.Query);
        for (int i = 0; i < nodes.Length; i++)
        {
            if (i + Ahead < nodes.Length)
                Prefetch(_codeBlocks[nodes[i + Ahead]]);
            workspace.Found.Offer(CandidatePool.Entry(_codes.Distance(workspace.Query, _codeBlocks[nodes[i]]), nodes[i]));
        }
        workspace.Cost.Compared = nodes.Length;
    }

    // Goes down from the top to level 1, to the nearest node on each; gives the entry to level 0.
    private (int Node, float Distance) Begin(GraphWorkspace workspace, ReadOnlySpan<byte> query)
    {
        workspace.Cost = default;
        (int node, int level) = _links.Entry;
        if (node < 0)
            return (node, 0);
        workspace.Visited.Reset(_reserved);
        _codes.Prepare(query, workspace.Scratch, workspace.Query);
        float distance = Compare(workspace, workspace.Query, node);
        for (; level > 0; level--)
            Descend(workspace, workspace.Query, level, ref node, ref distance);
        return (node, distance);
    }

    private void Descend(GraphWorkspace workspace, byte* query, int level, ref int node, ref float distance)
    {
        bool nearer = true;
        while (nearer)
        {
            nearer = false;
            int* list = _links.List(node, level);
            for (int i = 0; i < _links.Links && list[i] >= 0; i++)
                Prefetch(_codeBlocks[list[i]]);
            int best = node;
            for (int i = 0; i < _links.Links; i++)
            {
                int neighbour = Volatile.Read(ref list[i]);
                if (neighbour < 0)
                    break;
                float its = Compare(workspace, query, neighbour);
                if (its < distance)
                {
                    distance = its;
                    best = neighbour;
                    nearer = true;
                }
            }
            node = best;
        }
    }

    // Looks at the neighbours of the nearest node that was not looked at yet, until there is none.
    private void Walk<TFilter>(GraphWorkspace workspace, byte* query, int level, TFilter filter)
        where TFilter : struct, INodeFilter
    {
        CandidatePool pool = workspace.Pool;
        for (int next = 0; next < pool.Count;)
        {
            int node = pool.Node(next);
            pool.Expand(next);
            workspace.Cost.Expanded++;
            int batch = Gather(workspace, node, level);
            next = Math.Min(next + 1, CompareBatch(workspace, query, batch, filter, level));
            while (next < pool.Count && pool.IsExpanded(next))
                next++;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Gather(GraphWorkspace workspace, int node, int level) =>
        workspace.Visited.AddNew(_links.List(node, level), _links.Capacity(level), workspace.Batch);

    private int GatherPassing<TFilter>(GraphWorkspace workspace, int node, TFilter filter)
        where TFilter : struct, INodeFilter
    {
        int* list = _links.List(node, 0);
        int* batch = workspace.Batch;
        VisitedSet visited = workspace.Visited;
        int capacity = _links.BaseLinks, count = 0;
        for (int i = 0; i < capacity; i++)
        {
            int neighbour = Volatile.Read(ref list[i]);
            if (neighbour < 0)
                break;
            if (!visited.Add(neighbour))
                continue;
            if (filter.Passes(neighbour))
            {
                batch[count++] = neighbour;
                continue;
            }
            int* second = _links.List(neighbour, 0);
            for (int j = 0; j < capacity && count < capacity; j++)
            {
                int beyond = Volatile.Read(ref second[j]);
                if (beyond < 0)
                    break;
                // One that does not pass stays unmet: it may be a bridge from another side.
                if (filter.Passes(beyond) && visited.Add(beyond))
                    batch[count++] = beyond;
            }
        }
        return count;
    }

    // Gives the lowest place that a node of the batch took in the pool.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int CompareBatch<TFilter>(GraphWorkspace workspace, byte* query, int count, TFilter filter, int level)
        where TFilter : struct, INodeFilter
    {
        int* batch = workspace.Batch;
        CandidatePool pool = workspace.Pool;
        int lowest = int.MaxValue;
        for (int i = 0; i < Math.Min(Ahead, count); i++)
            Prefetch(_codeBlocks[batch[i]]);
        for (int i = 0; i < count; i++)
        {
            if (i + Ahead < count)
                Prefetch(_codeBlocks[batch[i + Ahead]]);
            int node = batch[i];
            ulong entry = CandidatePool.Entry(_codes.Distance(query, _codeBlocks[node]), node);
            if (typeof(TFilter) != typeof(AllNodes) && entry < workspace.Found.Worst && filter.Passes(node))
                workspace.Found.Offer(entry);
            if (entry >= pool.Worst)
                continue;
            // Its neighbours are needed soon if it is looked at at all.
            Sse.Prefetch0((byte*)_links.List(node, level));
            Sse.Prefetch0((byte*)_links.List(node, level) + 64);
            lowest = Math.Min(lowest, pool.Offer(entry));
        }
        workspace.Cost.Compared += count;
        return lowest;
    }

    private void Offer<TFilter>(GraphWorkspace workspace, byte* query, int node, float distance, TFilter filter)
        where TFilter : struct, INodeFilter
    {
        workspace.Visited.Add(node);
        ulong entry = CandidatePool.Entry(distance, node);
        workspace.Pool.Offer(entry);
        if (typeof(TFilter) != typeof(AllNodes) && filter.Passes(node))
            workspace.Found.Offer(entry);
    }

    private float Compare(GraphWorkspace workspace, byte* query, int node)
    {
        workspace.Cost.Compared++;
        return _codes.Distance(query, _codeBlocks[node]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Prefetch(byte* code)
    {
        if (!Sse.IsSupported)
            return;
        for (int line = 0; line < _codeLines; line++)
            Sse.Prefetch0(code + (line * 64));
    }
}
