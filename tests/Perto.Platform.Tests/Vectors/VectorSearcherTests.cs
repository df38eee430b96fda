using Perto.Numerics;
using Perto.Testing;
using Perto.Vectors;
using Perto.Vectors.Storage;

namespace Perto.Platform.Tests;

public sealed class VectorSearcherTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Like_this_one_equals_the_whole_ranking_without_the_record_grouped_or_not()
    {
        var random = new SeededRandom(Seeds.Of());
        IVectorCollection collection = await new EmbeddedVectorStore().CollectionAsync(
            new TenantId("t"), "c", schema => schema.Dense("v", 3, Metric.Euclidean).Keyword("g"), Token);
        await collection.UpsertAsync(
            [
                .. Enumerable.Range(0, 120).Select(number => new VectorRecord($"r{number:000}")
                {
                    // Few places, so that many are equally near.
                    Vectors = { ["v"] = new float[] { random.Next(4), random.Next(4), random.Next(4) } },
                    Payload = { ["g"] = $"g{random.Next(6)}" },
                }),
            ],
            Token);

        for (int round = 0; round < 60; round++)
        {
            string id = $"r{random.Next(120):000}";
            int k = 1 + random.Next(12);
            GroupBy? group = random.Next(3) == 0 ? null : new GroupBy("g", 1 + random.Next(3));
            VectorRecord record = (await collection.GetAsync(id, cancellationToken: Token))!;
            SearchResult all = await collection.SearchAsync(new VectorQuery("v", record.Vectors["v"]) { K = 120, Exact = true }, Token);
            Dictionary<PayloadValue, int> taken = [];
            string[] expected =
            [
                .. all.Hits.Where(hit => hit.Id != id)
                    .Where(hit => group is null || (taken[hit.Payload["g"]] = taken.GetValueOrDefault(hit.Payload["g"]) + 1) <= group.Size)
                    .Take(k)
                    .Select(hit => hit.Id),
            ];

            SearchResult found = await collection.SearchAsync(new VectorSearch { Id = id, K = k, Group = group, Exact = true }, Token);

            Assert.Equal(expected, found.Hits.Select(hit => hit.Id));
        }
    }
}
