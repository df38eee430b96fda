namespace Perto.Vectors.Tests.Graph;

/// <summary>Searches a graph the way the collection does: candidates by codes, then the vectors themselves.</summary>
internal static class GraphSearch
{
    public const int K = 10;

    public static List<int> Find<TFilter>(ProximityGraph graph, GraphData data, int query, int ef, TFilter filter, int[]? seeds = null)
        where TFilter : struct, INodeFilter
    {
        GraphWorkspace workspace = graph.Take();
        if (seeds is null)
            graph.Search(workspace, data.Query(query), new WalkWidth(ef, ef, ef), filter);
        else
            graph.SearchPassing(workspace, data.Query(query), ef, seeds, filter);
        List<int> nodes = [.. Enumerable.Range(0, workspace.Found.Count).Select(workspace.Found.Node)];
        graph.Return(workspace);
        byte[] value = data.Query(query).ToArray();
        return [.. nodes.OrderBy(node => data.Distance(value, node)).Take(K)];
    }

    public static double Recall<TFilter>(
        ProximityGraph graph, GraphData data, int queries, int ef, TFilter filter, Func<int, bool>? passes = null, int[]? seeds = null)
        where TFilter : struct, INodeFilter
    {
        int found = 0, wanted = 0;
        for (int query = 0; query < queries; query++)
        {
            HashSet<int> nearest = data.Nearest(query, K, passes ?? (_ => true));
            List<int> got = Find(graph, data, query, ef, filter, seeds);
            Assert.Equal(got.Count, got.Distinct().Count());
            found += got.Count(nearest.Contains);
            wanted += nearest.Count;
        }
        return (double)found / wanted;
    }
}
