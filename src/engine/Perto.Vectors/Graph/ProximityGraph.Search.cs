using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Perto.Vectors;

internal sealed unsafe partial class ProximityGraph<TCodes>
{
    // Codes are fetched from memory this many comparisons before they are needed, short ones: of long ones as many as the nearest cache can wait for.
    private const int Ahead = 8;
    private const int LinesAhead = 24;

    // Nodes are looked at until so many neighbours wait, of which so many are compared before the next node is chosen: the others are on their way
    // from memory meanwhile. More hides no more of it; fewer would be a little better informed of what to look at next.
    private const int Waiting = 8;
    private const int Together = 6;

    // Cache lines of the links of a node.
    private const int LinkLines = 2;

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
        workspace.KthDistance = workspace.Found.Count < width.K ? float.PositiveInfinity : workspace.Found.Distance(width.K - 1);
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
            next = pool.NextUnexpanded(Math.Min(next + 1, CompareBatch(workspace, workspace.Query, batch, others: 0, default(AllNodes), out _)));
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
        workspace.Found.Reset(Collected(take));
        _codes.Prepare(query, workspace.Scratch, workspace.Query);
        for (int i = 0; i < nodes.Length; i++)
        {
            if (i + _ahead < nodes.Length)
                Prefetch(_codeBlocks[nodes[i + _ahead]], _codeLines);
            workspace.Found.Offer(CandidatePool.Entry(_codes.Distance(workspace.Query, _codeBlocks[nodes[i]]), nodes[i]));
        }
        workspace.Cost.Compared += nodes.Length;
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
        long best = CandidatePool.Entry(distance, node), from;
        do
        {
            from = best;
            int* list = _links.List(CandidatePool.NodeOf(best), level);
            int count = 0;
            for (int i = 0; i < _links.Links && Volatile.Read(ref list[i]) is >= 0 and var neighbour; i++)
                workspace.Batch[count++] = neighbour;
            int nearer = CompareAll(workspace, query, count, others: 0, limit: best);
            for (int i = 0; i < nearer; i++)
                best = Math.Min(best, workspace.Entries[i]);
        }
        while (best < from);
        (node, distance) = (CandidatePool.NodeOf(best), CandidatePool.DistanceOf(best));
    }

    // Looks at the neighbours of the nearest nodes that were not looked at yet, until there are none, or until so many led to none of the k nearest.
    private void Walk<TFilter>(GraphWorkspace workspace, byte* query, int level, TFilter filter, int k, int patience)
        where TFilter : struct, INodeFilter
    {
        CandidatePool pool = workspace.Pool;
        int capacity = _links.Capacity(level), unchanged = 0, next = 0, waiting = 0;
        do
        {
            while (waiting < Waiting && next < pool.Count && unchanged < patience)
            {
                int node = pool.Node(next);
                pool.Expand(next);
                waiting += workspace.Met.AddNew(_links.List(node, level), capacity, workspace.Batch + waiting);
                workspace.Cost.Expanded++;
                unchanged++;
                next = pool.NextUnexpanded(next + 1);
            }
            int count = Math.Min(waiting, Together);
            waiting -= count;
            int lowest = CompareBatch(workspace, query, count, waiting, filter, out int best);
            if (best < k)
                unchanged = 0;
            next = pool.NextUnexpanded(Math.Min(next, lowest));
        }
        while (waiting > 0 || (next < pool.Count && unchanged < patience));
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

    // Compares the first nodes of the batch and offers them; the others come first then. Gives the lowest place that one took in the pool, and the lowest
    // among those that may be found.
    private int CompareBatch<TFilter>(GraphWorkspace workspace, byte* query, int count, int others, TFilter filter, out int best)
        where TFilter : struct, INodeFilter
    {
        CandidatePool pool = workspace.Pool, found = workspace.Found;
        long* entries = workspace.Entries;
        bool isFiltered = typeof(TFilter) != typeof(AllNodes);
        // With a filter an entry may be found though the pool does not take it.
        int near = CompareAll(workspace, query, count, others, isFiltered ? Math.Max(pool.Worst, found.Worst) : pool.Worst), lowest = int.MaxValue;
        best = int.MaxValue;
        for (int i = 0; i < near; i++)
        {
            long entry = entries[i];
            if (isFiltered && entry < found.Worst && filter.Passes(CandidatePool.NodeOf(entry)))
                best = Math.Min(best, found.Offer(entry));
            lowest = Math.Min(lowest, pool.Offer(entry));
        }
        if (!isFiltered)
            best = lowest;
        return lowest;
    }

    // Compares the first nodes of the batch, while the codes of what comes after them and the links of those below the limit are fetched. Leaves the
    // entries below the limit and gives their number; picks them without branches, because which they are nobody can predict.
    // A loop of its own: inlined into a walk, with all that is inlined there, the compiler would make calls of its inner parts.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private int CompareAll(GraphWorkspace workspace, byte* query, int count, int others, long limit)
    {
        TCodes codes = _codes;
        NodePlaces places = _codeBlocks.Places, lists = _links.BaseLists;
        int* batch = workspace.Batch;
        long* entries = workspace.Entries;
        int lines = _codeLines, ahead = _ahead, all = count + others, below = 0;
        for (int i = 0; i < Math.Min(ahead, all); i++)
            Prefetch(places[batch[i]], lines);
        for (int i = 0; i < count; i++)
        {
            if (i + ahead < all)
                Prefetch(places[batch[i + ahead]], lines);
            int node = batch[i];
            long entry = CandidatePool.Entry(codes.Distance(query, places[node]), node);
            entries[below] = entry;
            bool isBelow = entry < limit;
            below += isBelow ? 1 : 0;
            // Of one that is looked at the links are needed soon; of others the query is fetched, which costs nothing.
            Prefetch(isBelow ? lists[node] : query, LinkLines);
        }
        for (int i = 0; i < others; i++)
            batch[i] = batch[count + i];
        workspace.Cost.Compared += count;
        return below;
    }

    private void Offer<TFilter>(GraphWorkspace workspace, byte* query, int node, float distance, TFilter filter)
        where TFilter : struct, INodeFilter
    {
        workspace.Met.Add(node);
        long entry = CandidatePool.Entry(distance, node);
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
