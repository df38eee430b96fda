using System.Runtime.InteropServices;
using Perto.Numerics;
using Perto.Vectors;

namespace Perto.Benchmarks.Vectors;

/// <summary>
/// The links of a collection's graph with the float vectors in the place of the codes: what the codes are worth, all else being equal. The vectors
/// lie in huge pages, as the codes do.
/// </summary>
internal sealed class FloatGraph : IDisposable
{
    private readonly ProximityGraph _graph;

    private FloatGraph(ProximityGraph graph) => _graph = graph;

    public static unsafe FloatGraph Of(CollectionSnapshot snapshot, VectorData data)
    {
        ProximityGraph from = snapshot.Table.VectorIndexes[0]!.Graph!;
        ProximityGraph<FloatCodes<DotTerm>> graph = new(new FloatCodes<DotTerm>(data.Dimension, isProduct: true), new GraphSettings());
        foreach ((GraphPart source, GraphPart target) in from.Parts().Zip(graph.Parts(from.State)))
        {
            target.Blocks.Reserve(target.Nodes);
            for (int node = 0; node < target.Nodes; node += target.Blocks.BlockNodes)
            {
                Span<byte> run = target.Blocks.Run(node, target.Nodes - node);
                if (source.Name == "codes")
                    Copy(data, node, run);
                else
                    source.Blocks.Run(node, source.Nodes - node).CopyTo(run);
            }
        }
        graph.Restore(from.State);
        return new FloatGraph(graph);
    }

    public int Search(VectorData data, int query, int k, int ef, int[] rows)
    {
        GraphWorkspace workspace = _graph.Take();
        _graph.Search(workspace, MemoryMarshal.AsBytes(data.Query(query)), new WalkWidth(k, ef, k), default(AllNodes));
        int count = workspace.Found.Count;
        for (int i = 0; i < count; i++)
            rows[i] = workspace.Found.Node(i);
        _graph.Return(workspace);
        return count;
    }

    public void Dispose() => _graph.Dispose();

    private static void Copy(VectorData data, int firstRow, Span<byte> to)
    {
        int bytes = data.Dimension * sizeof(float);
        for (int row = 0; row < to.Length / bytes; row++)
            MemoryMarshal.AsBytes(data.Row(firstRow + row)).CopyTo(to[(row * bytes)..]);
    }
}
