using System.Runtime.CompilerServices;

namespace Perto.Vectors;

/// <summary>
/// The links of a hierarchical navigable small world (Malkov and Yashunin 2016). The lowest level holds every node, each higher one a random part of
/// the one below. A list is a fixed number of node numbers, ended by -1 where it is shorter; a reader needs no lock, because every number in a list is a node's at all times.
/// </summary>
internal sealed unsafe class GraphLinks : IDisposable
{
    /// <summary>Ends a list.</summary>
    public const int End = -1;

    // A node's place among the upper lists, and its level in the lowest bits.
    private const int LevelBits = 4;
    private const int LevelMask = (1 << LevelBits) - 1;

    private readonly NodeBlocks _base;
    private readonly NodeBlocks _upper;
    private readonly NodeBlocks _upperLists;
    private readonly double _levelFactor;
    private int _upperCount;

    // Level above, node below.
    private long _entry = -1;

    public GraphLinks(int links)
    {
        Links = links;
        BaseLinks = 2 * links;
        _levelFactor = 1 / Math.Log(links);
        _base = new NodeBlocks(BaseLinks * sizeof(int), fill: 0xFF);
        _upper = new NodeBlocks(sizeof(int), fill: 0xFF);
        _upperLists = new NodeBlocks(links * sizeof(int), fill: 0xFF);
    }

    /// <summary>Most links on a higher level.</summary>
    public int Links { get; }

    /// <summary>Most links on the lowest level.</summary>
    public int BaseLinks { get; }

    /// <summary>Where searches begin: the node, and the highest level it is on; (-1, 0) while there is none.</summary>
    public (int Node, int Level) Entry
    {
        get
        {
            long entry = Volatile.Read(ref _entry);
            return entry < 0 ? (End, 0) : ((int)entry, (int)(entry >> 32));
        }
        set => Volatile.Write(ref _entry, value.Node < 0 ? -1 : ((long)value.Level << 32) | (uint)value.Node);
    }

    /// <summary>Lists of higher levels that are given out.</summary>
    public int UpperLists => _upperCount;

    /// <summary>Bytes held.</summary>
    public long Bytes => _base.Bytes + _upper.Bytes + _upperLists.Bytes;

    /// <summary>Where the lists of the lowest level are.</summary>
    public NodePlaces BaseLists => _base.Places;

    public int Capacity(int level) => level == 0 ? BaseLinks : Links;

    /// <summary>The highest level that a node is on.</summary>
    public int LevelOf(int node) => *(int*)_upper[node] is var upper && upper >= 0 ? upper & LevelMask : 0;

    /// <summary>The list of a node that is on that level.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int* List(int node, int level) => level == 0 ? (int*)_base[node] : UpperList(node, level);

    /// <summary>Makes room for nodes below <paramref name="nodes"/>, on levels drawn from their numbers. One thread at a time.</summary>
    public void Reserve(int nodes, int from)
    {
        _base.Reserve(nodes);
        _upper.Reserve(nodes);
        for (int node = from; node < nodes; node++)
            Raise(node, DrawLevel(node));
    }

    /// <summary>Makes room for nodes below <paramref name="nodes"/>, all on the lowest level.</summary>
    public void Reserve(int nodes)
    {
        _base.Reserve(nodes);
        _upper.Reserve(nodes);
    }

    /// <summary>Puts a node of the lowest level on higher ones too.</summary>
    public void Raise(int node, int level)
    {
        if (level == 0)
            return;
        _upperLists.Reserve(_upperCount + level);
        *(int*)_upper[node] = (_upperCount << LevelBits) | level;
        _upperCount += level;
    }

    /// <summary>What a file must hold of the first <paramref name="nodes"/> nodes.</summary>
    public GraphPart[] Parts(int nodes, int upperLists) =>
        [new("links", _base, nodes), new("upper", _upper, nodes), new("upper-links", _upperLists, upperLists)];

    /// <summary>Takes the parts as they were filled by a reader of files.</summary>
    public void Restore(GraphState state)
    {
        _upperCount = state.UpperLists;
        Entry = (state.Entry, state.EntryLevel);
    }

    public void Dispose()
    {
        _base.Dispose();
        _upper.Dispose();
        _upperLists.Dispose();
    }

    private int* UpperList(int node, int level) => (int*)_upperLists[(*(int*)_upper[node] >> LevelBits) + level - 1];

    // Geometric, and the same whatever the order of insertion.
    private int DrawLevel(int node)
    {
        ulong bits = ((ulong)node + 1) * 0x9E3779B97F4A7C15;
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
        bits ^= bits >> 31;
        double uniform = ((bits >> 11) + 1) * (1.0 / (1UL << 53));
        return Math.Min(LevelMask, (int)(-Math.Log(uniform) * _levelFactor));
    }
}
