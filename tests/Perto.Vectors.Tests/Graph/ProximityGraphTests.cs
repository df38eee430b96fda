namespace Perto.Vectors.Tests.Graph;

public sealed class ProximityGraphTests
{
    private const int Rows = 3_000;
    private const int Queries = 60;

    // Floors lie a little under what the fixed seeds give.
    public static TheoryData<Metric, VectorCodes, int, double> Kinds => new()
    {
        { Metric.Cosine, VectorCodes.Int8, 64, .97 },
        { Metric.Cosine, VectorCodes.Int8, 100, .97 },
        { Metric.Cosine, VectorCodes.Int4, 64, .95 },
        { Metric.Cosine, VectorCodes.Bit, 256, .75 },
        { Metric.Cosine, VectorCodes.Float32, 64, .97 },
        { Metric.Dot, VectorCodes.Int8, 64, .90 },
        { Metric.Dot, VectorCodes.Int4, 64, .88 },
        { Metric.Dot, VectorCodes.Bit, 256, .60 },
        { Metric.Dot, VectorCodes.Float32, 64, .90 },
        { Metric.Euclidean, VectorCodes.Int8, 64, .97 },
        { Metric.Euclidean, VectorCodes.Int4, 64, .95 },
        { Metric.Euclidean, VectorCodes.Bit, 256, .75 },
        { Metric.Euclidean, VectorCodes.Float32, 64, .97 },
        { Metric.Manhattan, VectorCodes.Int8, 64, .97 },
        { Metric.Manhattan, VectorCodes.Float32, 64, .97 },
        { Metric.Hamming, VectorCodes.Int8, 256, .95 },
        // Dimensions that fill no register.
        { Metric.Cosine, VectorCodes.Int8, 3, .97 },
        { Metric.Cosine, VectorCodes.Int8, 17, .97 },
        { Metric.Manhattan, VectorCodes.Int4, 21, .97 },
        { Metric.Euclidean, VectorCodes.Int8, 1, .97 },
        { Metric.Cosine, VectorCodes.Int4, 31, .95 },
    };

    [Theory, MemberData(nameof(Kinds))]
    public void Nearly_all_of_the_nearest_are_found(Metric metric, VectorCodes codes, int dimension, double floor)
    {
        (GraphData data, ProximityGraph graph) = Build(metric, codes, dimension, threads: 2);
        using (graph)
            Assert.InRange(GraphSearch.Recall(graph, data, Queries, 64, default(AllNodes)), floor, 1);
    }

    [Fact]
    public void A_larger_ef_finds_more_and_compares_more()
    {
        (GraphData data, ProximityGraph graph) = Build(Metric.Cosine, VectorCodes.Int8, 64, threads: 1);
        using (graph)
        {
            double few = GraphSearch.Recall(graph, data, Queries, 10, default(AllNodes));
            double many = GraphSearch.Recall(graph, data, Queries, 300, default(AllNodes));
            Assert.True(many > few);
            Assert.InRange(many, .995, 1);
        }
    }

    [Fact]
    public void One_thread_builds_the_same_graph_every_time()
    {
        (_, ProximityGraph first) = Build(Metric.Cosine, VectorCodes.Int8, 32, threads: 1);
        (_, ProximityGraph second) = Build(Metric.Cosine, VectorCodes.Int8, 32, threads: 1);
        using (first)
        using (second)
        {
            Assert.Equal(first.State, second.State);
            Assert.Equal(Bytes(first), Bytes(second));
        }
    }

    [Fact]
    public void Dead_nodes_are_led_through_and_not_found_and_mending_keeps_recall()
    {
        (GraphData data, ProximityGraph graph) = Build(Metric.Cosine, VectorCodes.Int8, 64, threads: 2);
        using (graph)
        {
            Thirds alive = new(remainder: 0, inverted: true);
            Func<int, bool> passes = alive.Passes;
            double before = GraphSearch.Recall(graph, data, Queries, 96, alive, passes);

            int mended = graph.Repair(new Thirds(remainder: 0, inverted: false), threads: 2, CancellationToken.None);

            Assert.InRange(mended, Rows / 3, int.MaxValue);
            Assert.Equal(0, graph.Repair(new Thirds(remainder: 0, inverted: false), threads: 2, CancellationToken.None));
            Assert.InRange(before, .93, 1);
            Assert.InRange(GraphSearch.Recall(graph, data, Queries, 64, default(AllNodes), passes), .95, 1);
        }
    }

    [Fact]
    public void A_graph_whose_entry_died_is_entered_elsewhere()
    {
        (GraphData data, ProximityGraph graph) = Build(Metric.Cosine, VectorCodes.Int8, 32, threads: 1);
        using (graph)
        {
            int entry = graph.State.Entry;
            graph.Repair(new Only(entry), threads: 1, CancellationToken.None);

            Assert.NotEqual(entry, graph.State.Entry);
            Assert.InRange(GraphSearch.Recall(graph, data, Queries, 64, default(AllNodes), row => row != entry), .97, 1);
        }
    }

    [Fact]
    public void A_graph_in_which_all_died_finds_nothing_and_takes_new_nodes()
    {
        VectorField field = Field(Metric.Cosine, VectorCodes.Int8, 16);
        GraphData data = new(field, 400, 5);
        using ProximityGraph graph = GraphFactory.Create(field, CodeTraining.None);
        graph.Append(data, 200, 1, CancellationToken.None);
        graph.Repair(default(AllNodes), 1, CancellationToken.None);
        Assert.Empty(GraphSearch.Find(graph, data, 0, 64, default(AllNodes)));

        graph.Append(data, 400, 1, CancellationToken.None);

        Assert.InRange(GraphSearch.Recall(graph, data, 5, 64, default(AllNodes), row => row >= 200), .97, 1);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(10)]
    public void A_walk_over_what_passes_alone_finds_it(int every)
    {
        (GraphData data, ProximityGraph graph) = Build(Metric.Cosine, VectorCodes.Int8, 64, threads: 2);
        using (graph)
        {
            Every filter = new(every);
            int[] seeds = [.. Enumerable.Range(0, 8).Select(i => i * 300 / every * every)];
            Assert.InRange(GraphSearch.Recall(graph, data, Queries, 96, filter, filter.Passes, seeds), .93, 1);
        }
    }

    [Theory]
    [InlineData(VectorIndexSettings.MinLinks, .6)]
    [InlineData(VectorIndexSettings.MaxLinks, .95)]
    public void The_fewest_and_the_most_links_find_with_and_without_a_filter_and_after_mending(int links, double floor)
    {
        const int Ef = 100;
        (GraphData data, ProximityGraph graph) = Build(Metric.Cosine, VectorCodes.Int8, 64, threads: 2, links);
        using (graph)
        {
            Every half = new(2);
            Thirds alive = new(remainder: 0, inverted: true);
            Func<int, bool> isAlive = alive.Passes;
            // They pass and stay alive.
            int[] seeds = [.. Enumerable.Range(0, 8).Select(i => (i * 300) + 2)];
            Assert.InRange(GraphSearch.Recall(graph, data, Queries, Ef, default(AllNodes)), floor, 1);
            Assert.InRange(GraphSearch.Recall(graph, data, Queries, Ef, half, half.Passes, seeds), floor, 1);

            Assert.InRange(graph.Repair(new Thirds(remainder: 0, inverted: false), threads: 2, CancellationToken.None), 1, int.MaxValue);

            Assert.InRange(GraphSearch.Recall(graph, data, Queries, Ef, default(AllNodes), isAlive), floor, 1);
            Assert.InRange(GraphSearch.Recall(graph, data, Queries, Ef, half, row => row % 2 == 0 && isAlive(row), seeds), floor, 1);
        }
    }

    [Fact]
    public void Rows_without_the_vector_are_never_found()
    {
        VectorField field = Field(Metric.Cosine, VectorCodes.Int8, 32);
        GraphData data = new(field, Rows, Queries);
        for (int row = 0; row < Rows; row += 2)
            data.WithoutVector.Add(row);
        using ProximityGraph graph = GraphFactory.Create(field, CodeTraining.None);
        graph.Append(data, Rows, 2, CancellationToken.None);

        Assert.InRange(GraphSearch.Recall(graph, data, Queries, 64, default(AllNodes)), .97, 1);
        Assert.All(GraphSearch.Find(graph, data, 0, 200, default(AllNodes)), row => Assert.Equal(1, row % 2));
    }

    [Fact]
    public void What_was_saved_and_restored_finds_the_same()
    {
        (GraphData data, ProximityGraph graph) = Build(Metric.Euclidean, VectorCodes.Int8, 48, threads: 2);
        VectorField field = Field(Metric.Euclidean, VectorCodes.Int8, 48);
        using (graph)
        using (ProximityGraph copy = GraphFactory.Create(field, CodeTraining.Learn(field, data, Rows)))
        {
            foreach ((GraphPart from, GraphPart to) in graph.Parts().Zip(copy.Parts(graph.State)))
            {
                to.Blocks.Reserve(to.Nodes);
                for (int node = 0; node < from.Nodes; node += from.Blocks.BlockNodes)
                    from.Blocks.Run(node, from.Nodes - node).CopyTo(to.Blocks.Run(node, to.Nodes - node));
            }
            copy.Restore(graph.State);

            for (int query = 0; query < Queries; query++)
                Assert.Equal(GraphSearch.Find(graph, data, query, 40, default(AllNodes)), GraphSearch.Find(copy, data, query, 40, default(AllNodes)));
        }
    }

    [Fact]
    public void Searches_go_on_while_nodes_come_and_lists_are_mended()
    {
        VectorField field = Field(Metric.Cosine, VectorCodes.Int8, 32);
        GraphData data = new(field, Rows, Queries);
        using ProximityGraph graph = GraphFactory.Create(field, CodeTraining.None);
        graph.Append(data, 500, 1, CancellationToken.None);
        using CancellationTokenSource done = new();
        Thread[] readers = [.. Enumerable.Range(0, 2).Select(i => new Thread(() =>
        {
            for (int query = i; !done.IsCancellationRequested; query = (query + 1) % Queries)
                Assert.Equal(GraphSearch.K, GraphSearch.Find(graph, data, query, 32, default(AllNodes)).Count);
        }))];
        Array.ForEach(readers, reader => reader.Start());
        graph.Append(data, Rows, 2, CancellationToken.None);
        graph.Repair(new Thirds(remainder: 1, inverted: false), 2, CancellationToken.None);
        done.Cancel();
        Array.ForEach(readers, reader => reader.Join());

        Assert.InRange(GraphSearch.Recall(graph, data, Queries, 64, default(AllNodes), new Thirds(1, inverted: true).Passes), .95, 1);
    }

    [Fact]
    public void A_search_allocates_nothing()
    {
        (GraphData data, ProximityGraph graph) = Build(Metric.Cosine, VectorCodes.Int8, 64, threads: 1);
        using (graph)
        {
            Allocations.AssertNone(Search);

            void Search()
            {
                GraphWorkspace workspace = graph.Take();
                graph.Search(workspace, data.Query(0), new WalkWidth(10, 64, 30), default(AllNodes));
                graph.Return(workspace);
            }
        }
    }

    [Fact]
    public void A_cancelled_build_keeps_what_is_in()
    {
        VectorField field = Field(Metric.Cosine, VectorCodes.Int8, 16);
        GraphData data = new(field, 5_000, 5);
        using ProximityGraph graph = GraphFactory.Create(field, CodeTraining.None);
        using CancellationTokenSource cancelling = new();
        graph.Append(new CancelledAt(data, 300, cancelling), 5_000, 1, cancelling.Token);

        int kept = graph.Count;
        Assert.InRange(kept, 300, 4_999);
        Assert.InRange(GraphSearch.Recall(graph, data, 5, 64, default(AllNodes), row => row < kept), .97, 1);
    }

    [Fact]
    public void Rows_that_come_late_to_a_field_are_all_found_whichever_thread_was_first()
    {
        VectorField field = Field(Metric.Cosine, VectorCodes.Int8, 32);
        for (int round = 0; round < 20; round++)
        {
            GraphData data = new(field, 700, 5, seed: round);
            for (int row = 0; row < 600; row++)
                data.WithoutVector.Add(row);
            using ProximityGraph graph = GraphFactory.Create(field, CodeTraining.None);
            graph.Append(data, 700, 4, CancellationToken.None);
            Assert.Equal(1, GraphSearch.Recall(graph, data, 5, 100, default(AllNodes)));
        }
    }

    [Fact]
    public void The_few_that_are_left_of_a_cluster_are_found_after_mending()
    {
        (GraphData data, ProximityGraph graph) = Build(Metric.Cosine, VectorCodes.Int8, 64, threads: 2);
        using (graph)
        {
            // A cluster has about 60 nodes; two in the midst of one stay.
            HashSet<int> dead = data.Nearest(0, 60, _ => true);
            int[] left = [.. dead.Skip(25).Take(2)];
            dead.ExceptWith(left);
            Members dying = new(dead);
            graph.Repair(dying, threads: 2, CancellationToken.None);
            int[] numbers = new int[Rows];
            int count = 0;
            for (int row = 0; row < Rows; row++)
                numbers[row] = dead.Contains(row) ? -1 : count++;
            using ProximityGraph compacted = graph.Renumbered(numbers, count);

            Assert.Equal(left, GraphSearch.Find(graph, data, 0, 64, default(AllNodes)).Take(2));
            GraphWorkspace workspace = compacted.Take();
            compacted.Search(workspace, data.Query(0), new WalkWidth(2, 64, 2), default(AllNodes));
            Assert.Equal(left.Select(row => numbers[row]).Order(), new[] { workspace.Found.Node(0), workspace.Found.Node(1) }.Order());
            compacted.Return(workspace);
        }
    }

    private static VectorField Field(Metric metric, VectorCodes codes, int dimension, int links = 16) =>
        new("v", dimension, metric, metric == Metric.Hamming ? VectorKind.Bits : VectorKind.Dense)
        {
            Index = new VectorIndexSettings { Codes = codes, Links = links, BuildEf = 100 },
        };

    private static (GraphData Data, ProximityGraph Graph) Build(
        Metric metric, VectorCodes codes, int dimension, int threads, int links = 16)
    {
        VectorField field = Field(metric, codes, dimension, links);
        GraphData data = new(field, Rows, Queries);
        ProximityGraph graph = GraphFactory.Create(field, CodeTraining.Learn(field, data, Rows));
        graph.Append(data, Rows, threads, CancellationToken.None);
        return (data, graph);
    }

    private static byte[] Bytes(ProximityGraph graph) => [.. graph.Parts().SelectMany(part =>
        Enumerable.Range(0, (part.Nodes + part.Blocks.BlockNodes - 1) / part.Blocks.BlockNodes)
            .SelectMany(block => part.Blocks.Run(block * part.Blocks.BlockNodes, part.Nodes - (block * part.Blocks.BlockNodes)).ToArray()))];

    private readonly struct Thirds(int remainder, bool inverted) : INodeFilter
    {
        public bool Passes(int node) => node % 3 == remainder != inverted;
    }

    private readonly struct Every(int nth) : INodeFilter
    {
        public bool Passes(int node) => node % nth == 0;
    }

    private sealed class CancelledAt(GraphData data, int row, CancellationTokenSource cancelling) : IVectorRows
    {
        public ReadOnlySpan<byte> Vector(int asked)
        {
            if (asked == row)
                cancelling.Cancel();
            return data.Vector(asked);
        }
    }

    private readonly struct Members(HashSet<int> rows) : INodeFilter
    {
        public bool Passes(int node) => rows.Contains(node);
    }

    private readonly struct Only(int one) : INodeFilter
    {
        public bool Passes(int node) => node == one;
    }
}
