using Perto.Testing;
using Perto.Vectors;
using Perto.Vectors.Storage;

namespace Perto.Platform.Tests;

public sealed class CollectionCopyTests : IDisposable
{
    private const int Records = 3_500;

    private static readonly TenantId Tenant = TenantId.Local;

    private readonly TemporaryFolder _folder = new();
    private readonly ManualTimeProvider _clock = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_record_is_there_afterwards_with_vectors_payload_and_expiry()
    {
        IVectorCollection source = await FilledAsync();
        IVectorCollection target = await EmptyAsync();

        CopyReport report = await new CollectionCopy(source, target, Checkpoint(), _clock).RunAsync(verify: true, cancellationToken: TestContext.Current.CancellationToken);

        Assert.True(report.IsSame);
        Assert.Equal((Records, Records, Records), (report.Written, report.Same, report.TargetRecords));
        VectorRecord copy = (await target.GetAsync("r0007", cancellationToken: TestContext.Current.CancellationToken))!;
        VectorRecord original = (await source.GetAsync("r0007", cancellationToken: TestContext.Current.CancellationToken))!;
        Assert.Equal(original.Vectors["v"], copy.Vectors["v"]);
        Assert.Equal(original.Payload["n"], copy.Payload["n"]);
        Assert.Equal(original.ExpiresAt, copy.ExpiresAt);
    }

    [Fact]
    public async Task A_copy_that_ended_in_the_middle_goes_on_where_it_was()
    {
        IVectorCollection source = await FilledAsync();
        IVectorCollection target = await EmptyAsync();
        var failing = new FailingCollection(target, failAt: 3);
        await Assert.ThrowsAsync<StorageException>(
            () => new CollectionCopy(source, failing, Checkpoint(), _clock).RunAsync(verify: true, cancellationToken: TestContext.Current.CancellationToken));

        var counting = new FailingCollection(target, failAt: int.MaxValue);
        CopyReport report = await new CollectionCopy(source, counting, Checkpoint(), _clock).RunAsync(verify: true, cancellationToken: TestContext.Current.CancellationToken);

        Assert.True(report.IsSame);
        Assert.Equal((2_000, 1_500, Records), (report.Resumed, report.Written, report.Same));
        Assert.Equal(2, counting.Writes);
        // What was whole is forgotten: the next copy begins anew.
        Assert.Equal(0, Checkpoint().Resumed);
    }

    [Theory, InlineData("{"), InlineData(""), InlineData("""{"copy": "of another", "cursor": "x", "done": 7}"""), InlineData("[1]")]
    public async Task A_checkpoint_that_cannot_be_read_is_as_none(string content)
    {
        IVectorCollection source = await FilledAsync();
        var failing = new FailingCollection(await EmptyAsync(), failAt: 2);
        await Assert.ThrowsAsync<StorageException>(
            () => new CollectionCopy(source, failing, Checkpoint(), _clock).RunAsync(verify: true, cancellationToken: TestContext.Current.CancellationToken));
        string file = Assert.Single(Directory.GetFiles(_folder.Path, "*.json"));
        await File.WriteAllTextAsync(file, content, TestContext.Current.CancellationToken);

        Assert.Equal((0, null), (Checkpoint().Resumed, Checkpoint().Cursor));
    }

    [Fact]
    public async Task A_record_that_was_changed_or_lost_meanwhile_is_named()
    {
        IVectorCollection source = await FilledAsync();
        IVectorCollection target = await EmptyAsync();
        var meddling = new FailingCollection(target, failAt: int.MaxValue)
        {
            AfterWrite = async () =>
            {
                await target.DeleteAsync(["r0001"], TestContext.Current.CancellationToken);
                await target.UpdatePayloadAsync("r0002", new Dictionary<string, PayloadValue>(StringComparer.Ordinal) { ["n"] = -1 }, TestContext.Current.CancellationToken);
                await target.UpdateAsync("r0003", new VectorPatch { Vectors = new Dictionary<string, VectorValue?>(StringComparer.Ordinal) { ["v"] = new float[] { 9, 9 } } }, TestContext.Current.CancellationToken);
            },
        };

        CopyReport report = await new CollectionCopy(source, meddling, Checkpoint(), _clock).RunAsync(verify: true, cancellationToken: TestContext.Current.CancellationToken);

        Assert.False(report.IsSame);
        Assert.Equal(["r0001"], report.Missing);
        Assert.Equal(["r0002", "r0003"], report.Different.Order(StringComparer.Ordinal));

        CopyReport again = await new CollectionCopy(source, target, Checkpoint(), _clock).RunAsync(verify: true, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal((true, Records), (again.IsSame, again.Written));
    }

    [Fact]
    public async Task A_record_that_expires_on_the_way_is_not_missed()
    {
        IVectorCollection source = await FilledAsync();
        IVectorCollection target = await EmptyAsync();
        var slow = new FailingCollection(target, failAt: int.MaxValue) { AfterWrite = () => target.DeleteAsync(["r0000"], TestContext.Current.CancellationToken).AsTask() };
        // The first expires in a day; the copy's clock is ahead of the store's.
        var ahead = new ManualTimeProvider(_clock.GetUtcNow().AddDays(2));

        CopyReport report = await new CollectionCopy(source, slow, Checkpoint(), ahead).RunAsync(verify: true, cancellationToken: TestContext.Current.CancellationToken);

        Assert.True(report.IsSame);
    }

    private CopyCheckpoint Checkpoint() => CopyCheckpoint.Open(_folder.Path, "one", "other", "things", restart: false);

    private async Task<IVectorCollection> FilledAsync()
    {
        IVectorCollection collection = await EmptyAsync();
        Random random = new(7);
        await collection.UpsertAsync(
            [
                .. Enumerable.Range(0, Records).Select(i => new VectorRecord($"r{i:0000}")
                {
                    Vectors = { ["v"] = new[] { random.NextSingle(), random.NextSingle() } },
                    Payload = { ["n"] = i },
                    ExpiresAt = i % 7 == 0 ? _clock.GetUtcNow().AddDays(1) : null,
                }),
            ],
            TestContext.Current.CancellationToken);
        return collection;
    }

    private async Task<IVectorCollection> EmptyAsync() => await new EmbeddedVectorStore(_clock).CollectionAsync(
        Tenant, "things", schema => schema.Dense("v", 2, Metric.Dot).Integer("n"), TestContext.Current.CancellationToken);
}
