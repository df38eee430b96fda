using Perto.Numerics;

namespace Perto.Vectors.Tests.Graph;

public sealed class CandidatePoolTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(40)]
    [InlineData(300)]
    [InlineData(1000)]
    public void It_keeps_the_nearest_in_order_each_once(int capacity)
    {
        using CandidatePool pool = new();
        pool.Reset(capacity);
        SeededRandom random = new(capacity);
        SortedSet<(float Distance, int Node)> all = [];
        for (int i = 0; i < 4 * capacity; i++)
        {
            (float distance, int node) = (random.Next(50) - 20.5f, random.Next(3 * capacity));
            // A node has one distance.
            distance += node % 17;
            pool.Offer(CandidatePool.Entry(distance, node));
            all.Add((distance, node));
            if (i % 5 == 0 && pool.Count > 0)
                pool.Expand(random.Next(pool.Count));
            // Again: it is known, whether its neighbours were looked at or not.
            Assert.Equal(capacity, pool.Offer(CandidatePool.Entry(distance, node)));
        }
        Assert.Equal(all.Take(capacity), Enumerable.Range(0, pool.Count).Select(position => (pool.Distance(position), pool.Node(position))));
    }

    [Fact]
    public void Replaced_distances_are_put_in_order_and_the_nearest_kept()
    {
        using CandidatePool pool = new();
        pool.Reset(10);
        for (int node = 0; node < 10; node++)
            pool.Offer(CandidatePool.Entry(node, node));
        for (int position = 0; position < pool.Count; position++)
            pool.Replace(position, 100 - position);
        pool.Order(3);
        Assert.Equal([9, 8, 7], Enumerable.Range(0, pool.Count).Select(pool.Node));
        Assert.Equal([91f, 92, 93], Enumerable.Range(0, pool.Count).Select(pool.Distance));
    }
}
