using Perto.Numerics;

namespace Perto.Vectors.Tests.Graph;

public sealed unsafe class MetNodesTests
{
    [Fact]
    public void A_node_that_was_just_added_is_known_and_a_new_one_is_not()
    {
        using MetNodes met = new();
        met.Reset(64);
        SeededRandom random = new(1);
        HashSet<int> added = [];
        for (int i = 0; i < 20_000; i++)
        {
            int node = random.Next(int.MaxValue);
            // It may forget; it never knows what it has not met.
            if (!met.Add(node))
                Assert.Contains(node, added);
            Assert.False(met.Add(node));
            added.Add(node);
        }
        met.Reset(64);
        Assert.True(met.Add(added.First()));
    }

    [Fact]
    public void A_list_gives_its_new_nodes_in_order_up_to_its_end()
    {
        using MetNodes met = new();
        met.Reset(64);
        met.Add(5);
        int* list = stackalloc int[] { 3, 5, 9, 3, 4, GraphLinks.End, 8 };
        int* batch = stackalloc int[8];
        Assert.Equal(3, met.AddNew(list, 7, batch));
        Assert.Equal([3, 9, 4], new ReadOnlySpan<int>(batch, 3).ToArray());
        Assert.True(met.Add(8));
    }
}
