namespace Perto.Vectors;

internal sealed unsafe partial class ProximityGraph<TCodes>
{
    // Dead nodes that are passed to find live ones behind; they are listed where the neighbours are that are about to be compared.
    private const int MostDead = GraphWorkspace.FewestOfBatch;

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
        for (int i = 0; i < _links.Capacity(level) && Volatile.Read(ref list[i]) is >= 0 and var neighbour; i++)
        {
            if (dead.Passes(neighbour))
                return true;
        }
        return false;
    }

    // Keeps the links to live nodes, fills the places of the dead with what lies around them, and links those back: a node whose only way in led
    // over a dead one gets others.
    private void Mend<TDead>(GraphWorkspace workspace, int node, int level, TDead dead)
        where TDead : struct, INodeFilter
    {
        int* list = _links.List(node, level);
        int capacity = _links.Capacity(level);
        int* added = stackalloc int[capacity];
        int kept = 0, count;
        _locks.Enter(node);
        try
        {
            _codes.Prepare(_codeBlocks[node], workspace.Other);
            workspace.Met.Reset(Around(_settings.BuildEf));
            workspace.Met.Add(node);
            workspace.Pool.Reset(_settings.BuildEf);
            int length = Length(list, capacity);
            for (int i = 0; i < length; i++)
            {
                if (!dead.Passes(list[i]) && workspace.Met.Add(list[i]))
                    added[kept++] = list[i];
            }
            OfferAround(workspace, list, length, level, dead);
            // Nearly cut off: most of its neighbours died, and with them the ways to it. It is put in anew.
            if (kept < length / 2)
            {
                SearchAround(workspace, node, level, dead);
                kept = 0;
            }
            for (int i = 0; i < kept; i++)
                _codes.Prepare(_codeBlocks[added[i]], workspace.Chosen + ((long)i * workspace.ChosenStride));
            count = Choose(workspace, node, kept, Math.Max(kept, capacity / 2), added);
            Write(list, capacity, added, count);
        }
        finally
        {
            _locks.Exit(node);
        }
        for (int i = kept; i < count; i++)
            LinkBack(workspace, added[i], level, node);
    }

    private void SearchAround<TDead>(GraphWorkspace workspace, int node, int level, TDead dead)
        where TDead : struct, INodeFilter
    {
        (int entry, int top) = _links.Entry;
        if (entry < 0 || top < level)
            return;
        float distance = _codes.Distance(workspace.Other, _codeBlocks[entry]);
        for (int above = top; above > level; above--)
            Descend(workspace, workspace.Other, above, ref entry, ref distance);
        workspace.Met.Reset(Around(_settings.BuildEf));
        workspace.Pool.Reset(_settings.BuildEf);
        Offer(workspace, workspace.Other, entry, distance, default(AllNodes));
        Walk(workspace, workspace.Other, level, default(AllNodes), k: 0, patience: int.MaxValue);
        workspace.Found.Reset(_settings.BuildEf);
        for (int i = 0; i < workspace.Pool.Count; i++)
        {
            int found = workspace.Pool.Node(i);
            if (found != node && !dead.Passes(found))
                workspace.Found.Offer(CandidatePool.Entry(workspace.Pool.Distance(i), found));
        }
        workspace.Pool.Reset(_settings.BuildEf);
        for (int i = 0; i < workspace.Found.Count; i++)
            workspace.Pool.Offer(CandidatePool.Entry(workspace.Found.Distance(i), workspace.Found.Node(i)));
    }

    // Offers the live neighbours of the dead nodes of a list. Where the dead lie close together, so that those have few, theirs too, and so on: else a
    // node of data with few dimensions, which has few links, is cut off from what lies behind.
    private void OfferAround<TDead>(GraphWorkspace workspace, int* list, int length, int level, TDead dead)
        where TDead : struct, INodeFilter
    {
        int* passed = workspace.Batch;
        int count = 0, live = 0, direct;
        for (int i = 0; i < length; i++)
        {
            if (dead.Passes(list[i]) && workspace.Met.Add(list[i]))
                passed[count++] = list[i];
        }
        direct = count;
        for (int next = 0; next < count && (next < direct || live < _links.Links); next++)
        {
            int* around = _links.List(passed[next], level);
            for (int i = 0; i < _links.Capacity(level); i++)
            {
                int neighbour = Volatile.Read(ref around[i]);
                if (neighbour < 0)
                    break;
                if (!dead.Passes(neighbour))
                    live += OfferLive(workspace, neighbour) ? 1 : 0;
                else if (count < MostDead && workspace.Met.Add(neighbour))
                    passed[count++] = neighbour;
            }
        }
    }

    private bool OfferLive(GraphWorkspace workspace, int node)
    {
        if (!workspace.Met.Add(node))
            return false;
        workspace.Pool.Offer(CandidatePool.Entry(_codes.Distance(workspace.Other, _codeBlocks[node]), node));
        return true;
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
