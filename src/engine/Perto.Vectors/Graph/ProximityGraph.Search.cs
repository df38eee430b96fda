using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Perto.Vectors;

internal sealed unsafe partial class ProximityGraph<TCodes>
{
    // Codes are fetched from memory this many comparisons before they are needed.
    private const int Ahead = 8;

    // The neighbours of so many nodes are compared in one go: the more at once, the less time is spent waiting for memory.
    private const int Together = 2;

    // A walk that goes on through nodes which do not pass meets more of them.
    private const int FartherHops = 4;

    public override void Search<TFilter>(GraphWorkspace workspace, ReadOnlySpan<byte> query, WalkWidth width, TFilter filter)
    {
        (int entry, float distance) = Begin(workspace, query);
        workspace.Found.Reset(Collected(width.Take));
        if (entry < 0)
            return;
        workspace.Met.Reset(Around(width.Ef));
        workspace.Pool.Reset(width.Ef);
        Offer(workspace, workspace.Query, entry, distance, filter);
        Walk(workspace, workspace.Query, level: 0, filter, width.K, width.Patience);
        if (typeof(TFilter) == typeof(AllNodes))
            workspace.Found.Take(workspace.Pool);
        Refine(workspace, width.Take);
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
        workspace.Met.Reset(Around(ef) * FartherHops);
        workspace.Met.Add(entry);
        pool.Offer(CandidatePool.Entry(distance, entry));
        foreach (int seed in seeds)
        {
            if (workspace.Met.Add(seed))
                pool.Offer(CandidatePool.Entry(Compare(workspace, workspace.Query, seed), seed));
        }
        for (int next = 0; next < pool.Count;)
        {
            int node = pool.Node(next);
            pool.Expand(next);
            workspace.Cost.Expanded++;
            int batch = GatherPassing(workspace, node, filter);
            next = pool.NextUnexpanded(Math.Min(next + 1, CompareBatch(workspace, workspace.Query, batch, default(AllNodes), level: 0)));
        }
        for (int i = 0; i < pool.Count; i++)
        {
            // The entry was a bridge; it need not pass.
            if (filter.Passes(pool.Node(i)))
                workspace.Found.Offer(CandidatePool.Entry(pool.Distance(i), pool.Node(i)));
        }
        Refine(workspace, ef);
    }

    public override void Scan(GraphWorkspace workspace, ReadOnlySpan<byte> query, int take, ReadOnlySpan<int> nodes)
    {
        workspace.Cost = default;
        workspace.Found.Reset(Collected(take));
        _codes.Prepare(query, workspace.Scratch, workspace.Query);
        for (int i = 0; i < nodes.Length; i++)
        {
            if (i + Ahead < nodes.Length)
                Prefetch(_codeBlocks[nodes[i + Ahead]], _codeLines);
            workspace.Found.Offer(CandidatePool.Entry(_codes.Distance(workspace.Query, _codeBlocks[nodes[i]]), nodes[i]));
        }
        workspace.Cost.Compared = nodes.Length;
        Refine(workspace, take);
    }

    // The order by a part of the codes is a little wrong: so many are compared again by the whole.
    private static int Collected(int take) => TCodes.HasRefinement ? 2 * take : take;

    // What was found by a part of the codes is put in order by the whole.
    private void Refine(GraphWorkspace workspace, int take)
    {
        if (!TCodes.HasRefinement)
            return;
        CandidatePool found = workspace.Found;
        for (int i = 0; i < Math.Min(Ahead, found.Count); i++)
            Prefetch(_codeBlocks[found.Node(i)] + _codes.WalkBytes, _refinementLines);
        for (int i = 0; i < found.Count; i++)
        {
            if (i + Ahead < found.Count)
                Prefetch(_codeBlocks[found.Node(i + Ahead)] + _codes.WalkBytes, _refinementLines);
            found.Replace(i, _codes.Refine(workspace.Query, _codeBlocks[found.Node(i)]));
        }
        found.Order(take);
    }

    // Goes down from the top to level 1, to the nearest node on each; gives the entry to level 0.
    private (int Node, float Distance) Begin(GraphWorkspace workspace, ReadOnlySpan<byte> query)
    {
        workspace.Cost = default;
        (int node, int level) = _links.Entry;
        if (node < 0)
            return (node, 0);
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
            for (int i = 0; i < _links.Links && Volatile.Read(ref list[i]) is >= 0 and var ahead; i++)
                Prefetch(_codeBlocks[ahead], _codeLines);
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

    // Looks at the neighbours of the nearest nodes that were not looked at yet, until there are none, or until so many led to none of the k nearest.
    private void Walk<TFilter>(GraphWorkspace workspace, byte* query, int level, TFilter filter, int k, int patience)
        where TFilter : struct, INodeFilter
    {
        CandidatePool pool = workspace.Pool;
        int capacity = _links.Capacity(level), unchanged = 0;
        for (int next = 0; next < pool.Count && unchanged < patience;)
        {
            int batch = 0;
            for (int i = 0; i < Together && next < pool.Count; i++)
            {
                int node = pool.Node(next);
                pool.Expand(next);
                batch += workspace.Met.AddNew(_links.List(node, level), capacity, workspace.Batch + batch);
                workspace.Cost.Expanded++;
                unchanged++;
                next = pool.NextUnexpanded(next + 1);
            }
            int lowest = CompareBatch(workspace, query, batch, filter, level);
            if (lowest < k)
                unchanged = 0;
            next = pool.NextUnexpanded(Math.Min(next, lowest));
        }
    }

    // About how many nodes a walk meets.
    private int Around(int ef) => ef * _links.BaseLinks;

    private int GatherPassing<TFilter>(GraphWorkspace workspace, int node, TFilter filter)
        where TFilter : struct, INodeFilter
    {
        int* list = _links.List(node, 0);
        int* batch = workspace.Batch;
        MetNodes met = workspace.Met;
        int capacity = _links.BaseLinks, count = 0;
        for (int i = 0; i < capacity; i++)
        {
            int neighbour = Volatile.Read(ref list[i]);
            if (neighbour < 0)
                break;
            if (!met.Add(neighbour))
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
                if (filter.Passes(beyond) && met.Add(beyond))
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
            Prefetch(_codeBlocks[batch[i]], _codeLines);
        for (int i = 0; i < count; i++)
        {
            if (i + Ahead < count)
                Prefetch(_codeBlocks[batch[i + Ahead]], _codeLines);
            int node = batch[i];
            ulong entry = CandidatePool.Entry(_codes.Distance(query, _codeBlocks[node]), node);
            if (typeof(TFilter) != typeof(AllNodes) && entry < workspace.Found.Worst && filter.Passes(node))
                workspace.Found.Offer(entry);
            if (entry >= pool.Worst)
                continue;
            // Its neighbours are needed soon if it is looked at at all.
            if (Sse.IsSupported)
            {
                Sse.Prefetch0((byte*)_links.List(node, level));
                Sse.Prefetch0((byte*)_links.List(node, level) + 64);
            }
            lowest = Math.Min(lowest, pool.Offer(entry));
        }
        workspace.Cost.Compared += count;
        return lowest;
    }

    private void Offer<TFilter>(GraphWorkspace workspace, byte* query, int node, float distance, TFilter filter)
        where TFilter : struct, INodeFilter
    {
        workspace.Met.Add(node);
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
    private static void Prefetch(byte* first, int lines)
    {
        if (!Sse.IsSupported)
            return;
        for (int line = 0; line < lines; line++)
            Sse.Prefetch0(first + (line * 64));
    }
}
