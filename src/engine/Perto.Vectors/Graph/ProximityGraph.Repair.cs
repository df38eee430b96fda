namespace Perto.Vectors;

internal sealed unsafe partial class ProximityGraph<TCodes>
{
    public override int Repair<TDead>(TDead dead, int threads, CancellationToken cancellationToken)
    {
        MoveEntry(dead);
        int count = Count, next = -1, mended = 0;
        Run(threads, () =>
        {
            GraphWorkspace workspace = Take();
            int node, own = 0;
            while ((node = Interlocked.Increment(ref next)) < count && !cancellationToken.IsCancellationRequested)
            {
                if (dead.Passes(node))
                    continue;
                for (int level = _links.LevelOf(node); level >= 0; level--)
                {
                    if (HasDead(node, level, dead))
                    {
                        Mend(workspace, node, level, dead);
                        own++;
                    }
                }
            }
            Return(workspace);
            Interlocked.Add(ref mended, own);
        });
        return mended;
    }

    private bool HasDead<TDead>(int node, int level, TDead dead)
        where TDead : struct, INodeFilter
    {
        int* list = _links.List(node, level);
        for (int i = 0; i < _links.Capacity(level) && list[i] >= 0; i++)
        {
            if (dead.Passes(list[i]))
                return true;
        }
        return false;
    }

    private void Mend<TDead>(GraphWorkspace workspace, int node, int level, TDead dead)
        where TDead : struct, INodeFilter
    {
        int* list = _links.List(node, level);
        int capacity = _links.Capacity(level);
        _locks.Enter(node);
        try
        {
            _codes.Prepare(_codeBlocks[node], workspace.Other);
            workspace.Visited.Reset(_reserved);
            workspace.Visited.Add(node);
            workspace.Pool.Reset(_settings.BuildEf);
            for (int i = 0; i < capacity && list[i] >= 0; i++)
            {
                if (!dead.Passes(list[i]))
                {
                    OfferLive(workspace, list[i]);
                    continue;
                }
                int* beyond = _links.List(list[i], level);
                for (int j = 0; j < capacity; j++)
                {
                    int neighbour = Volatile.Read(ref beyond[j]);
                    if (neighbour < 0)
                        break;
                    if (!dead.Passes(neighbour))
                        OfferLive(workspace, neighbour);
                }
            }
            Write(list, capacity, workspace.Batch, Choose(workspace, node, capacity, workspace.Batch));
        }
        finally
        {
            _locks.Exit(node);
        }
    }

    private void OfferLive(GraphWorkspace workspace, int node)
    {
        if (workspace.Visited.Add(node))
            workspace.Pool.Offer(CandidatePool.Entry(_codes.Distance(workspace.Other, _codeBlocks[node]), node));
    }

    // Searches must not begin at a node that nobody leads to any more.
    private void MoveEntry<TDead>(TDead dead)
        where TDead : struct, INodeFilter
    {
        (int entry, _) = _links.Entry;
        if (entry < 0 || !dead.Passes(entry))
            return;
        int best = GraphLinks.End, top = 0;
        for (int node = 0; node < Count; node++)
        {
            if (!dead.Passes(node) && Has(node) && (best < 0 || _links.LevelOf(node) > top))
                (best, top) = (node, _links.LevelOf(node));
        }
        _links.Entry = (best, top);
    }

    // A node without links is one that never came in: the row had no vector. (The only node of a graph is its entry.)
    private bool Has(int node) => *_links.List(node, 0) >= 0;
}
