using Microsoft.AspNetCore.Http;
using Perto.Platform;
using Perto.Testing;
using Perto.Vectors;
using Perto.Vectors.Storage;

namespace Perto.Pinecone.Tests;

/// <summary>A service that does not do as it should: calls are made again where that helps, and what remains is told clearly.</summary>
public sealed class FaultTests
{
    private static readonly Dictionary<string, (Fault Fault, string Words)> Faults = new()
    {
        ["down"] = (new Fault.Down(), "cannot be reached"),
        ["lost answer"] = (new Fault.LostAnswer(), "cannot be reached"),
        ["truncated"] = (new Fault.Truncated(), "cannot be reached"),
        ["429"] = (new Fault.Status(429, RetryAfter: "0", Body: """{"code": 8, "message": "You've reached the limit"}"""), "429 Too Many Requests: You've reached the limit"),
        ["500"] = (new Fault.Status(500), "500 Internal Server Error"),
        ["503"] = (new Fault.Status(503, Body: "<html>down</html>"), "503 Service Unavailable"),
        ["redirect"] = (new Fault.Status(302), "302 Found"),
        ["400"] = (new Fault.Status(400, Body: """{"code": 3, "message": "no such thing"}"""), "400 Bad Request: no such thing"),
        ["garbage"] = (new Fault.Garbage(), "what is no JSON"),
        ["no object"] = (new Fault.Garbage("[1, 2]"), "a form that is not known"),
        ["empty"] = (new Fault.Garbage(""), "a form that is not known"),
        ["other shape"] = (new Fault.Garbage("""{"matches": "many", "vectors": "many"}"""), "a form that is not known"),
        ["other record"] = (new Fault.Garbage("""{"matches": [{"id": "a"}], "vectors": {"a": {"id": "a", "values": [1, 2], "metadata": {}}}}"""), "a form that is not known"),
        ["other vector"] = (
            new Fault.Garbage("""{"matches": [{"id": "a", "values": [1, 2, 3], "metadata": {"~expires": 1e300}}], "vectors": {"a": {"id": "a", "values": [1, 2, 3], "metadata": {"~expires": 1e300}}}}"""),
            "3 values in place of 2"),
        ["other kind"] = (
            new Fault.Garbage("""{"matches": [{"id": "a", "metadata": {"~expires": 1e300, "n": "seven"}}], "vectors": {"a": {"id": "a", "values": [1, 2], "metadata": {"~expires": 1e300, "n": "seven"}}}}"""),
            "the field 'n' is no Integer"),
        ["endless"] = (new Fault.Endless(), "more than 64 MiB"),
    };

    public static TheoryData<string> Names => [.. Faults.Keys];

    [Theory, MemberData(nameof(Names))]
    public async Task Each_fault_is_told_and_passes(string name)
    {
        await using TestService service = await TestService.StartAsync();
        (Fault fault, string words) = Faults[name];
        IVectorCollection things = await TestService.ThingsAsync(service.Store());
        await things.UpsertAsync(TestService.Thing("a", 1));

        service.Double.Faults.Always(fault);
        foreach (Func<Task> read in new Func<Task>[]
        {
            () => things.GetAsync("a").AsTask(),
            () => things.SearchAsync(new VectorQuery("v", new float[] { 1, 0 }) { IncludeVectors = true }).AsTask(),
        })
        {
            StorageException told = await Assert.ThrowsAsync<StorageException>(read);
            Assert.Contains(words, told.Problem, StringComparison.Ordinal);
            Assert.Equal("Pinecone shop", told.File);
            Assert.NotEmpty(told.Remedy);
            Assert.IsType<DependencyException>(told.InnerException);
        }
        if (name is not ("no object" or "other record" or "other vector" or "other kind" or "other shape"))
        {
            CollectionHealth health = await things.HealthAsync();
            Assert.Equal((HealthState.Failed, false), (health.State, health.Writable));
        }

        service.Double.Faults.None();
        Assert.Equal(1, (await things.GetAsync("a"))!.Payload["n"]);
        Assert.Equal(CollectionHealth.Ok, await things.HealthAsync());
    }

    [Theory]
    [InlineData("down")]
    [InlineData("lost answer")]
    [InlineData("truncated")]
    [InlineData("429")]
    [InlineData("500")]
    [InlineData("503")]
    public async Task What_may_pass_is_tried_again_and_every_operation_does_the_same_twice(string name)
    {
        await using TestService service = await TestService.StartAsync();
        DependencySettings patient = TestService.Quick;
        patient.Attempts = 20;
        Dependency dependency = TestDependency.Make("pinecone", patient);
        service.Double.Faults.Always(Faults[name].Fault, every: 2);
        PineconeVectorStore store = service.Store(dependency: dependency);
        IVectorCollection things = await TestService.ThingsAsync(store);
        await things.UpsertAsync([.. Enumerable.Range(0, 250).Select(i => TestService.Thing($"{i:000}", i))]);
        Assert.Equal(250, await things.CountAsync());
        Assert.True(await things.UpdateAsync("007", new VectorPatch { Payload = { ["n"] = 1_007 } }));
        Assert.Equal(1, await things.CountAsync(Filter.Eq("n", 1_007)));
        Assert.Equal(10, await things.UpdatePayloadAsync(Filter.Lt("n", 7) | Filter.In("n", 8, 9, 10), new Dictionary<string, PayloadValue> { ["word"] = "small" }));
        Assert.Equal(10, await things.DeleteAsync(Filter.Eq("word", "small")));
        Assert.Equal(1, await things.DeleteAsync(["249"]));
        Assert.Equal(239, (await things.ScrollAsync(new ScrollQuery { Limit = 1_000 })).Records.Count);
        Assert.Equal("248", (await things.SearchAsync(new VectorQuery("v", new float[] { 0, 1 }) { K = 2 })).Hits[0].Id);
        Assert.Equal(["things"], await store.NamesAsync(TestService.Tenant));
        Assert.True(await store.DeleteAsync(TestService.Tenant, "things"));
        Assert.True(dependency.Status.Retries > 10);
        Assert.Equal(0, dependency.Status.Failures);
    }

    [Theory]
    [InlineData("429", 3)]
    [InlineData("500", 3)]
    [InlineData("down", 3)]
    [InlineData("400", 1)]
    [InlineData("garbage", 1)]
    public async Task A_call_is_made_as_often_as_the_settings_say_where_trying_again_may_help(string name, int attempts)
    {
        await using TestService service = await TestService.StartAsync();
        Dependency dependency = TestDependency.Make("pinecone", TestService.Quick);
        IVectorCollection things = await TestService.ThingsAsync(service.Store(dependency: dependency));
        service.Double.Faults.Always(Faults[name].Fault);
        service.Double.ForgetRequests();
        await Assert.ThrowsAsync<StorageException>(() => things.GetAsync("a").AsTask());
        Assert.Equal(attempts, service.Double.Requests.Count);
        Assert.Equal((1, attempts - 1), (dependency.Status.Failures, dependency.Status.Retries));
    }

    [Fact]
    public async Task A_service_that_does_not_answer_is_given_up_after_the_time_of_the_settings()
    {
        await using TestService service = await TestService.StartAsync();
        ManualTimeProvider clock = new();
        Dependency dependency = TestDependency.Make("pinecone", new DependencySettings { Timeout = TimeSpan.FromSeconds(7), Attempts = 1 }, clock);
        IVectorCollection things = await TestService.ThingsAsync(service.Store(dependency: dependency));
        service.Double.Faults.Always(new Fault.Slow());
        Task<VectorRecord?> reading = things.GetAsync("a").AsTask();
        await clock.TimersAsync(1, TestContext.Current.CancellationToken);
        clock.Advance(TimeSpan.FromSeconds(7));
        StorageException told = await Assert.ThrowsAsync<StorageException>(() => reading);
        Assert.Contains("did not answer within 7000 ms", told.Message, StringComparison.Ordinal);
        Assert.Contains("Perto:Dependencies:pinecone:Timeout", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_that_its_caller_gives_up_ends()
    {
        await using TestService service = await TestService.StartAsync();
        IVectorCollection things = await TestService.ThingsAsync(service.Store());
        service.Double.Faults.Always(new Fault.Slow());
        service.Double.ForgetRequests();
        using CancellationTokenSource giveUp = new();
        Task reading = things.GetAsync("a", cancellationToken: giveUp.Token).AsTask();
        while (service.Double.Requests.Count == 0)
            await Task.Yield();
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }

    [Fact]
    public async Task After_too_many_failures_calls_are_not_made_until_the_pause_is_over()
    {
        await using TestService service = await TestService.StartAsync();
        ManualTimeProvider clock = new();
        Dependency dependency = TestDependency.Make(
            "pinecone", new DependencySettings { Attempts = 1, BreakerCalls = 4, BreakerWindow = TimeSpan.FromMinutes(1), BreakerPause = TimeSpan.FromSeconds(30) }, clock);
        IVectorCollection things = await TestService.ThingsAsync(service.Store(dependency: dependency));
        service.Double.Faults.Always(new Fault.Status(503));
        while (dependency.State == DependencyState.Up)
            await Assert.ThrowsAsync<StorageException>(() => things.GetAsync("a").AsTask());

        service.Double.Faults.None();
        service.Double.ForgetRequests();
        StorageException told = await Assert.ThrowsAsync<StorageException>(() => things.GetAsync("a").AsTask());
        Assert.Contains("is left alone after too many failures", told.Message, StringComparison.Ordinal);
        Assert.Contains("503", told.Message, StringComparison.Ordinal);
        Assert.Equal(HealthState.Failed, (await things.HealthAsync()).State);
        Assert.Empty(service.Double.Requests);

        clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Null(await things.GetAsync("a"));
        Assert.Equal(DependencyState.Up, dependency.State);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task A_key_that_is_not_taken_is_told_by_its_setting_and_never_shown(int status)
    {
        await using TestService service = await TestService.StartAsync();
        CollectingLogger logger = new();
        PineconeVectorStore store = service.Store(logger: logger.For<PineconeVectorStore>());
        // As careless as a service can be.
        service.Double.Faults.Always(new Fault.Status(status, Body: $$"""{"code": 16, "message": "Key {{service.Double.ApiKey}} is not known"}"""));
        StorageException told = await Assert.ThrowsAsync<StorageException>(() => store.NamesAsync(TestService.Tenant).AsTask());
        Assert.Contains("Perto:Pinecone:ApiKey", told.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-of-the-shop", told.ToString(), StringComparison.Ordinal);
        Assert.All(logger.Entries, entry => Assert.DoesNotContain("secret-of-the-shop", $"{entry.Message}{entry.Exception}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_load_that_breaks_off_can_be_done_again()
    {
        await using TestService service = await TestService.StartAsync();
        IVectorCollection things = await TestService.ThingsAsync(service.Store());
        VectorRecord[] records = [.. Enumerable.Range(0, 1_000).Select(i => TestService.Thing($"{i:000}", i))];
        service.Double.Faults.Next(new Fault.Down(), times: 1_000, after: 4, only: static (HttpRequest request) => request.Path.Value!.EndsWith("/upsert", StringComparison.Ordinal));
        await Assert.ThrowsAsync<StorageException>(() => things.UpsertAsync(records).AsTask());
        service.Double.Faults.None();
        Assert.InRange(await things.CountAsync(), 1, 999);
        await things.UpsertAsync(records);
        Assert.Equal(1_000, await things.CountAsync());
    }
}
