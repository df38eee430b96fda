using Perto.Testing;
using Perto.Vectors;

namespace Perto.Qdrant.Tests;

/// <summary>Several stores over one server, as several processes have it.</summary>
public sealed class ProcessTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly List<TestStore> _processes = [];
    private QdrantDouble _server = null!;

    public async ValueTask InitializeAsync() => _server = await QdrantDouble.StartAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (TestStore process in _processes)
            await process.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task What_one_writes_the_other_sees()
    {
        TestStore one = Process(), other = Process();
        IVectorCollection written = await one.ThingsAsync();
        IVectorCollection read = (await other.Store.FindAsync(TestStore.Tenant, "things", None))!;
        Assert.Equal(written.Schema, read.Schema);
        await written.UpsertAsync([TestStore.Thing("a", 1), TestStore.Thing("b", 2)], None);
        Assert.Equal(2, await read.CountAsync(cancellationToken: None));
        await read.UpdatePayloadAsync("a", new Dictionary<string, PayloadValue> { ["n"] = 7 }, None);
        await read.DeleteAsync(["b"], None);
        Assert.Equal(7, (await written.GetAsync("a", cancellationToken: None))!.Payload["n"]);
        Assert.Equal(["things"], await other.Store.NamesAsync(TestStore.Tenant, None));
    }

    [Fact]
    public async Task One_collection_is_made_by_many_at_once()
    {
        TestStore[] processes = [.. Enumerable.Range(0, 6).Select(_ => Process())];
        IVectorCollection[] opened = await Task.WhenAll(processes.Select(process => Task.Run(process.ThingsAsync)));
        foreach ((int i, IVectorCollection things) in opened.Index())
            await things.UpsertAsync(TestStore.Thing($"{i}", i), None);
        Assert.Equal(6, await opened[0].CountAsync(cancellationToken: None));
        Assert.Equal(["perto.shop.things~1", "perto.~catalogue"], _server.Collections);
    }

    [Fact]
    public async Task Of_two_schemas_at_once_one_is_refused()
    {
        TestStore one = Process(), other = Process();
        Task<IVectorCollection>[] made =
        [
            one.Store.CollectionAsync(TestStore.Tenant, "things", schema => schema.Dense("v", 2, Metric.Dot), None).AsTask(),
            other.Store.CollectionAsync(TestStore.Tenant, "things", schema => schema.Dense("v", 3, Metric.Dot), None).AsTask(),
        ];
        await Task.WhenAll(made.Select(task => task.ContinueWith(static _ => { }, TaskScheduler.Default)));
        Assert.Equal(1, made.Count(task => task.IsCompletedSuccessfully));
        VectorStoreException refused = Assert.IsType<VectorStoreException>(made.Single(task => task.IsFaulted).Exception!.InnerException);
        Assert.Equal("schema", refused.Field);
    }

    [Fact]
    public async Task A_collection_that_another_deleted_is_refused_also_when_there_is_a_new_one_of_its_name()
    {
        TestStore one = Process(), other = Process();
        IVectorCollection gone = await one.ThingsAsync();
        await gone.UpsertAsync(TestStore.Thing("a", 1), None);
        Assert.True(await other.Store.DeleteAsync(TestStore.Tenant, "things", None));
        await RefusesAsync(() => gone.GetAsync("a", cancellationToken: None).AsTask());

        IVectorCollection next = await other.ThingsAsync();
        await next.UpsertAsync(TestStore.Thing("b", 1), None);
        await RefusesAsync(() => gone.CountAsync(cancellationToken: None).AsTask());
        await RefusesAsync(() => gone.UpsertAsync([.. Enumerable.Range(0, 500).Select(i => TestStore.Thing($"{i}", i))], None).AsTask());
        Assert.Equal(HealthState.Failed, (await gone.HealthAsync(None)).State);
        Assert.Equal(1, await (await one.ThingsAsync()).CountAsync(cancellationToken: None));
        Assert.Equal(["perto.shop.things~2", "perto.~catalogue"], _server.Collections);
    }

    [Fact]
    public async Task A_collection_that_somebody_deleted_on_the_server_is_not_there_and_can_be_made_again()
    {
        TestStore process = Process();
        await process.ThingsAsync();
        Assert.True(_server.Drop("perto.shop.things~1"));
        Assert.Null(await process.Store.FindAsync(TestStore.Tenant, "things", None));
        Assert.False(await process.Store.DeleteAsync(TestStore.Tenant, "things", None));
        Assert.Equal(0, await (await process.ThingsAsync()).CountAsync(cancellationToken: None));
    }

    [Fact]
    public async Task A_server_that_was_emptied_is_used_anew()
    {
        TestStore process = Process();
        await process.ThingsAsync();
        foreach (string collection in _server.Collections)
            _server.Drop(collection);
        Assert.Empty(await process.Store.NamesAsync(TestStore.Tenant, None));
        await (await process.ThingsAsync()).UpsertAsync(TestStore.Thing("a", 1), None);
        Assert.Equal(["things"], await process.Store.NamesAsync(TestStore.Tenant, None));
    }

    [Fact]
    public async Task What_a_process_left_half_made_when_it_died_is_made_anew()
    {
        TestStore dying = Process(), other = Process(("Perto:Dependencies:qdrant:Timeout", "00:00:01"));
        await dying.Store.NamesAsync(TestStore.Tenant, None);
        _server.Faults.Always(new Fault.Down(), only: request => request.Path.Value!.EndsWith("catalogue/points", StringComparison.Ordinal));
        await Assert.ThrowsAnyAsync<Exception>(dying.ThingsAsync);
        Assert.Contains("perto.shop.things~1", _server.Collections);
        _server.Faults.None();

        Assert.Null(await other.Store.FindAsync(TestStore.Tenant, "things", None));
        IVectorCollection things = await other.Store.CollectionAsync(TestStore.Tenant, "things", schema => schema.Dense("w", 5, Metric.Cosine), None);
        await things.UpsertAsync(new VectorRecord("a") { Vectors = { ["w"] = new float[] { 1, 2, 3, 4, 5 } } }, None);
        Assert.Equal(1, await things.CountAsync(cancellationToken: None));
    }

    [Fact]
    public async Task Indexes_that_a_process_did_not_come_to_are_made_by_the_next()
    {
        TestStore dying = Process(), other = Process();
        await dying.Store.NamesAsync(TestStore.Tenant, None);
        _server.Faults.Next(new Fault.Down(), after: 1, only: request => request.Path.Value!.EndsWith("things~1/index", StringComparison.Ordinal));
        await Assert.ThrowsAnyAsync<Exception>(dying.ThingsAsync);
        _server.ForgetRequests();
        await other.ThingsAsync();
        Assert.Equal(2, Indexes());
        await other.ThingsAsync();
        Assert.Equal(2, Indexes());

        int Indexes() => _server.Requests.Count(request => request.Path.EndsWith("things~1/index", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Installations_with_other_prefixes_do_not_see_one_another()
    {
        TestStore one = Process(), other = Process(("Perto:Qdrant:Prefix", "perto-2"));
        await (await one.ThingsAsync()).UpsertAsync(TestStore.Thing("a", 1), None);
        Assert.Null(await other.Store.FindAsync(TestStore.Tenant, "things", None));
        Assert.Equal(0, await (await other.ThingsAsync()).CountAsync(cancellationToken: None));
        Assert.True(await other.Store.DeleteAsync(TestStore.Tenant, "things", None));
        Assert.Equal(1, await (await one.ThingsAsync()).CountAsync(cancellationToken: None));
    }

    [Fact]
    public async Task A_record_that_is_written_again_while_expired_ones_are_deleted_stays()
    {
        TestStore one = Process();
        IVectorCollection things = await one.ThingsAsync();
        VectorRecord expired = new("back") { ExpiresAt = one.Clock.GetUtcNow().AddMinutes(1) };
        await things.UpsertAsync(expired, None);
        one.Clock.Advance(TimeSpan.FromMinutes(2));
        PointCalls points = new(ServerOf(_server.Url, one), "perto.shop.things~1", "things", things.Schema);
        long now = one.Clock.GetUtcNow().ToUnixTimeMilliseconds() * 1_000;
        Assert.Equal(["back"], await points.ExpiredAsync(now, 10, None));
        await things.UpsertAsync(TestStore.Thing("back", 1), None);
        await points.DeleteAsync(form => form.WriteExpired(now, further => further.HasId(["back"])), None);
        Assert.NotNull(await things.GetAsync("back", cancellationToken: None));
    }

    private static QdrantServer ServerOf(string url, TestStore process) => new(
        new Platform.JsonOverHttp(process.Dependency, new Platform.JsonService(new Uri($"{url}/")), process.Clock), new Uri(url), isReplicated: false);

    private TestStore Process(params (string, string)[] settings)
    {
        TestStore process = new(_server.Url, settings);
        _processes.Add(process);
        return process;
    }

    private static async Task RefusesAsync(Func<Task> operation) =>
        Assert.Equal("collection", (await Assert.ThrowsAsync<VectorStoreException>(operation)).Field);
}
