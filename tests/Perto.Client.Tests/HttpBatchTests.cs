using Perto.Testing;
using Perto.Vectors;

namespace Perto.Client.Tests;

/// <summary>Writes that are more than the server takes in one request.</summary>
public sealed class HttpBatchTests(HttpStoreFixture fixture) : IClassFixture<HttpStoreFixture>
{
    [Fact]
    public async Task A_batch_above_the_largest_body_is_sent_in_parts()
    {
        const int Records = 1_000, Dimension = 3_072;
        IVectorCollection things = await fixture.Store.CollectionAsync(
            TenantId.Local, "large", schema => schema.Dense("v", Dimension, Metric.Euclidean), TestContext.Current.CancellationToken);
        Random random = Seeds.Random();
        VectorRecord[] records = [.. Enumerable.Range(0, Records).Select(i => new VectorRecord($"{i:000}")
        {
            Vectors = { ["v"] = Enumerable.Range(0, Dimension).Select(_ => random.NextSingle()).ToArray() },
        })];

        await things.UpsertAsync(records, TestContext.Current.CancellationToken);

        Assert.Equal(Records, await things.CountAsync(cancellationToken: TestContext.Current.CancellationToken));
        foreach (VectorRecord record in (VectorRecord[])[records[0], records[500], records[^1]])
        {
            VectorRecord? read = await things.GetAsync(record.Id, cancellationToken: TestContext.Current.CancellationToken);
            Assert.Equal(record.Vectors["v"].Dense.ToArray(), read!.Vectors["v"].Dense.ToArray());
        }
    }
}
