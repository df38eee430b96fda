namespace Perto.Vectors;

/// <summary>The graph over one kind of codes.</summary>
internal sealed unsafe partial class ProximityGraph<TCodes> : ProximityGraph
    where TCodes : struct, ICodes
{
    private readonly TCodes _codes;
    private readonly GraphSettings _settings;
    private readonly NodeBlocks _codeBlocks;
    private readonly GraphLinks _links;
    private readonly NodeLocks _locks = new();
    private readonly Lock _entering = new();
    private readonly WorkspacePool _workspaces;

    // Cache lines that a comparison reads, and those that the whole code has more.
    private readonly int _codeLines;
    private readonly int _refinementLines;

    // Codes that are fetched ahead of their comparison.
    private readonly int _ahead;

    // Nodes that there is room for; above the count while a batch is put in.
    private int _reserved;
    private int _count;

    // Rows that were put in: fewer than the count where rows have no vector.
    private int _inserted;

    public ProximityGraph(TCodes codes, GraphSettings settings)
    {
        _codes = codes;
        _settings = settings;
        _codeBlocks = new NodeBlocks(codes.CodeBytes);
        _links = new GraphLinks(settings.Links);
        _codeLines = (codes.WalkBytes + 63) / 64;
        _ahead = Math.Clamp(LinesAhead / _codeLines, 2, Ahead);
        _refinementLines = (codes.CodeBytes - codes.WalkBytes + 63) / 64;
        _workspaces = new WorkspacePool(() => new GraphWorkspace(codes.QueryBytes, codes.ScratchFloats, _links.BaseLinks));
    }

    public override int Count => Volatile.Read(ref _count);

    public override long Bytes => _links.Bytes + _codeBlocks.Bytes;

    public override long CodeBytes => _codeBlocks.Bytes;

    public override GraphState State => new(Count, _links.UpperLists, _links.Entry.Node, _links.Entry.Level);

    public override GraphPart[] Parts(GraphState state) =>
        [.. _links.Parts(state.Count, state.UpperLists), new GraphPart("codes", _codeBlocks, state.Count)];

    public override void Restore(GraphState state)
    {
        _links.Restore(state);
        _reserved = state.Count;
        _inserted = state.Entry < 0 ? 0 : state.Count;
        Volatile.Write(ref _count, state.Count);
    }

    public override GraphWorkspace Take()
    {
        GraphWorkspace workspace = _workspaces.Take();
        workspace.Cost = default;
        return workspace;
    }

    public override void Return(GraphWorkspace workspace) => _workspaces.Return(workspace);

    public override void Dispose()
    {
        _workspaces.Dispose();
        _codeBlocks.Dispose();
        _links.Dispose();
    }
}
