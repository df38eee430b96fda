using Perto.Platform;
using Perto.Testing;
using Perto.Vectors;
using Perto.Vectors.Storage;

namespace Perto.Qdrant.Tests;

/// <summary>What happens where the server does not answer as it should.</summary>
public sealed class ResilienceTests : IAsyncLifetime
{
    private const string Key = "qd-secret-4711";
    private static readonly (string, string) AtOnce = ("Perto:Dependencies:qdrant:RetryDelay", "00:00:00");
    private static readonly CancellationToken None = CancellationToken.None;

    private QdrantDouble _server = null!;

    public async ValueTask InitializeAsync() => _server = await QdrantDouble.StartAsync(Key);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    public static TheoryData<Fault> Passing =>
    [
        new Fault.Status(429), new Fault.Status(500), new Fault.Status(502, Body: "<html>bad gateway</html>"), new Fault.Status(503), new Fault.Status(504),
        new Fault.Status(408), new Fault.Down(), new Fault.LostAnswer(), new Fault.Truncated(),
    ];

    [Theory, MemberData(nameof(Passing), DisableDiscoveryEnumeration = true)]
    public async Task What_passes_is_tried_again_and_the_caller_sees_nothing_of_it(Fault fault)
    {
        await using TestStore process = Process(("Perto:Dependencies:qdrant:Attempts", "4"), AtOnce);
        IVectorCollection things = await process.ThingsAsync();
        await things.UpsertAsync([TestStore.Thing("a", 1), TestStore.Thing("b", 2)], None);

        await AsksAsync(3, () => things.UpsertAsync([TestStore.Thing("a", 7)], None).AsTask());
        await AsksAsync(3, () => things.CountAsync(Filter.Eq("n", 7), None).AsTask());
        await AsksAsync(3, () => things.SearchAsync(new VectorQuery("v", new float[] { 1, 0 }) { K = 1 }, None).AsTask());
        await AsksAsync(3, () => things.GetAsync("a", cancellationToken: None).AsTask());

        Assert.Equal(7, (await things.GetAsync("a", cancellationToken: None))!.Payload["n"]);
        Assert.Equal(8, process.Dependency.Status.Retries);
        Assert.Equal(0, process.Dependency.Status.Failures);

        async Task AsksAsync(int attempts, Func<Task> operation)
        {
            _server.ForgetRequests();
            _server.Faults.Next(fault, times: attempts - 1);
            await operation();
            Assert.Equal(attempts, _server.Requests.Count);
            Assert.Single(_server.Requests.Select(request => request.Body).Distinct());
        }
    }

    [Fact]
    public async Task A_server_that_asks_for_patience_gets_as_much_as_it_asks_for()
    {
        await using TestStore process = Process(("Perto:Dependencies:qdrant:Attempts", "2"), ("Perto:Dependencies:qdrant:Timeout", "01:00:00"));
        IVectorCollection things = await process.ThingsAsync();
        _server.ForgetRequests();
        DateTimeOffset before = process.Clock.GetUtcNow();
        _server.Faults.Next(new Fault.Status(429, RetryAfter: "3"));
        Task<long> count = things.CountAsync(cancellationToken: None).AsTask();
        // Time moves only while it waits for the second attempt.
        while (_server.Requests.Count < 2)
        {
            process.Clock.Advance(TimeSpan.FromMilliseconds(10));
            await Task.Yield();
        }
        Assert.Equal(0, await count);
        Assert.InRange(process.Clock.GetUtcNow() - before, TimeSpan.FromSeconds(3), TimeSpan.MaxValue);
    }

    [Fact]
    public async Task A_server_that_comes_and_goes_is_used_while_it_is_there()
    {
        await using TestStore process = Process(("Perto:Dependencies:qdrant:Attempts", "3"), AtOnce);
        IVectorCollection things = await process.ThingsAsync();
        _server.Faults.Always(new Fault.Status(503), every: 2);
        for (int i = 0; i < 20; i++)
            await things.UpsertAsync(TestStore.Thing($"{i}", i), None);
        Assert.Equal(20, process.Dependency.Status.Retries);
        _server.Faults.None();
        Assert.Equal(20, await things.CountAsync(cancellationToken: None));
    }

    public static TheoryData<Fault, string> Lasting => new()
    {
        { new Fault.Down(), "does not answer or cannot be reached" },
        { new Fault.Status(500), "answers with 500 Internal Server Error" },
        { new Fault.Status(429), "answers with 429 Too Many Requests" },
        { new Fault.Status(301), "answers with 301 Moved Permanently" },
        { new Fault.Status(400, Body: """{"status":{"error":"Wrong input: no\nsuch\tthing"},"time":0}"""), "answers with 400 Bad Request: Wrong input: no such thing" },
        { new Fault.Status(403, Body: $$$"""{"status":{"error":"The key {{{Key}}} may not"},"time":0}"""), "answers with 403 Forbidden: The key (the key) may not" },
        { new Fault.Status(507, Body: """{"status":"error"}"""), "answers with 507 Insufficient Storage" },
        { new Fault.Garbage(), "answers with what is no JSON" },
        { new Fault.Garbage("{\"result\":"), "answers with what is no JSON" },
        { new Fault.Garbage(""), "in a form that is not known" },
        { new Fault.Garbage("{}"), "in a form that is not known" },
        { new Fault.Garbage("[]"), "in a form that is not known" },
        { new Fault.Garbage("""{"result":null,"status":"ok"}"""), "in a form that is not known" },
        { new Fault.Garbage("""{"result":[{"id":1,"payload":{"$id":7}}],"status":"ok"}"""), "in a form that is not known" },
        { new Fault.Garbage("""{"result":[{"id":1,"payload":{"$id":"a","n":"seven"}}],"status":"ok"}"""), "in a form that is not known" },
        { new Fault.Garbage("""{"result":[{"id":1,"payload":{"$id":"a","$expires":9223372036854775807}}],"status":"ok"}"""), "in a form that is not known" },
        { new Fault.Garbage("""{"result":[{"id":1,"payload":{"$id":"a"},"vector":{"v":[1,2,3]}}],"status":"ok"}"""), "in a form that is not known" },
        { new Fault.Garbage(new string('[', 10_000)), "answers with what is no JSON" },
        { new Fault.Truncated(), "cannot be reached" },
    };

    [Theory, MemberData(nameof(Lasting), DisableDiscoveryEnumeration = true)]
    public async Task What_does_not_pass_is_told_with_what_to_do_and_without_the_key(Fault fault, string reason)
    {
        await using TestStore process = Process();
        IVectorCollection things = await process.ThingsAsync();
        await things.UpsertAsync(TestStore.Thing("a", 1), None);
        _server.Faults.Always(fault);
        StorageException failed = await Assert.ThrowsAsync<StorageException>(() => things.GetAsync("a", cancellationToken: None).AsTask());
        Assert.StartsWith($"'Qdrant {_server.Url}' ", failed.Message, StringComparison.Ordinal);
        if (fault is not Fault.Down)
            Assert.Contains(reason, failed.Problem, StringComparison.Ordinal);
        Assert.NotEmpty(failed.Remedy);
        Assert.DoesNotContain(Key, failed.ToString(), StringComparison.Ordinal);
        CollectionHealth health = await things.HealthAsync(None);
        Assert.Equal(HealthState.Failed, health.State);
        Assert.DoesNotContain(Key, health.Reason, StringComparison.Ordinal);

        _server.Faults.None();
        Assert.NotNull(await things.GetAsync("a", cancellationToken: None));
    }

    [Theory]
    [InlineData("""{"result":[],"status":"ok"}""")]
    [InlineData("""{"result":[{"points":[{"id":1,"payload":{"$id":"a"}}]}],"status":"ok"}""")]
    [InlineData("""{"result":[{"points":[{"id":1,"score":"high","payload":{"$id":"a"}}]}],"status":"ok"}""")]
    [InlineData("""{"result":[{"points":{}}],"status":"ok"}""")]
    [InlineData("""{"result":[{}],"status":"ok"}""")]
    public async Task An_answer_to_a_search_that_is_none_is_no_result(string body)
    {
        await using TestStore process = Process();
        IVectorCollection things = await process.ThingsAsync();
        _server.Faults.Next(new Fault.Garbage(body));
        StorageException failed = await Assert.ThrowsAsync<StorageException>(() => things.SearchAsync(new VectorQuery("v", new float[] { 1, 0 }), None).AsTask());
        Assert.Contains("in a form that is not known", failed.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_given_up_on_in_time()
    {
        await using TestStore process = Process(("Perto:Dependencies:qdrant:Timeout", "00:00:02"));
        IVectorCollection things = await process.ThingsAsync();
        _server.Faults.Always(new Fault.Slow());
        Task<long> count = things.CountAsync(cancellationToken: None).AsTask();
        await process.MoveUntilDoneAsync(count);
        StorageException failed = await Assert.ThrowsAsync<StorageException>(() => count);
        Assert.Equal("did not answer within 2000 ms", failed.Problem);
        Assert.Contains("Perto:Dependencies:qdrant:Timeout", failed.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_who_gives_up_does_not_wait_for_the_server()
    {
        await using TestStore process = Process();
        IVectorCollection things = await process.ThingsAsync();
        _server.ForgetRequests();
        _server.Faults.Always(new Fault.Slow());
        using CancellationTokenSource stopping = new();
        Task<long> count = things.CountAsync(cancellationToken: stopping.Token).AsTask();
        while (_server.Requests.Count == 0)
            await Task.Yield();
        await stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => count);
        Assert.Equal(0, process.Dependency.Status.Failures);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_told_by_its_address()
    {
        await using TestStore process = Process();
        IVectorCollection things = await process.ThingsAsync();
        string url = _server.Url;
        await _server.DisposeAsync();
        StorageException failed = await Assert.ThrowsAsync<StorageException>(() => things.CountAsync(cancellationToken: None).AsTask());
        Assert.StartsWith($"'Qdrant {url}' cannot be reached: ", failed.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<StorageException>(() => process.Store.FindAsync(TestStore.Tenant, "things", None).AsTask());
        await Assert.ThrowsAsync<StorageException>(() => process.Store.NamesAsync(TestStore.Tenant, None).AsTask());
    }

    [Fact]
    public async Task The_breaker_opens_where_too_many_calls_fail_and_closes_when_the_server_is_back()
    {
        await using TestStore process = Process(
            ("Perto:Dependencies:qdrant:BreakerCalls", "5"), ("Perto:Dependencies:qdrant:BreakerRatio", "1"), ("Perto:Dependencies:qdrant:BreakerPause", "00:00:05"));
        IVectorCollection things = await process.ThingsAsync();
        // What went well before is out of the window.
        process.Clock.Advance(TimeSpan.FromMinutes(1));
        _server.Faults.Always(new Fault.Status(503));
        for (int i = 0; i < 5; i++)
            await FailsAsync("answers with 503 Service Unavailable");
        Assert.Equal(DependencyState.Down, process.Dependency.State);

        _server.ForgetRequests();
        StorageException refused = await FailsAsync("is left alone after too many failures (the last: answers with 503 Service Unavailable)");
        Assert.Contains("tried again by itself", refused.Remedy, StringComparison.Ordinal);
        Assert.Empty(_server.Requests);

        _server.Faults.None();
        process.Clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(0, await things.CountAsync(cancellationToken: None));
        Assert.Equal(DependencyState.Up, process.Dependency.State);

        async Task<StorageException> FailsAsync(string problem)
        {
            StorageException failed = await Assert.ThrowsAsync<StorageException>(() => things.CountAsync(cancellationToken: None).AsTask());
            Assert.Equal(problem, failed.Problem);
            return failed;
        }
    }

    [Fact]
    public async Task What_the_server_refuses_does_not_open_the_breaker()
    {
        await using TestStore process = Process(("Perto:Dependencies:qdrant:BreakerCalls", "2"));
        IVectorCollection things = await process.ThingsAsync();
        _server.Faults.Always(new Fault.Status(400));
        for (int i = 0; i < 20; i++)
            await Assert.ThrowsAsync<StorageException>(() => things.CountAsync(cancellationToken: None).AsTask());
        Assert.Equal(DependencyState.Up, process.Dependency.State);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("another-secret")]
    public async Task A_wrong_key_is_told_by_the_setting_and_not_by_itself(string? key)
    {
        await using TestStore process = new(_server.Url, key is null ? [] : [("Perto:Qdrant:ApiKey", key)]);
        StorageException failed = await Assert.ThrowsAsync<StorageException>(process.ThingsAsync);
        Assert.Contains("401", failed.Problem, StringComparison.Ordinal);
        Assert.Contains("Perto:Qdrant:ApiKey", failed.Remedy, StringComparison.Ordinal);
        Assert.DoesNotContain("another-secret", failed.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_batch_that_fails_half_way_is_made_whole_by_making_it_again()
    {
        await using TestStore process = Process();
        IVectorCollection things = await process.ThingsAsync();
        VectorRecord[] batch = [.. Enumerable.Range(0, 350).Select(i => TestStore.Thing($"{i:000}", i))];
        _server.ForgetRequests();
        _server.Faults.Next(new Fault.Status(500), times: 1, after: 2);
        await Assert.ThrowsAsync<StorageException>(() => things.UpsertAsync(batch, None).AsTask());
        Assert.Equal(200, await things.CountAsync(cancellationToken: None));

        await things.UpsertAsync(batch, None);
        Assert.Equal(350, await things.CountAsync(cancellationToken: None));
        Assert.Equal(
            [100, 100, 100, 100, 100, 100, 50],
            _server.Requests.Where(request => request.Method == "PUT").Select(request => System.Text.Json.JsonElement.Parse(request.Body).GetProperty("points").GetArrayLength()));
    }

    [Fact]
    public async Task A_batch_of_large_records_is_as_many_requests_as_the_server_takes()
    {
        await using TestStore process = Process();
        IVectorCollection large = await process.Store.CollectionAsync(TestStore.Tenant, "large", schema => schema.Dense("v", 2, Metric.Dot).Keywords("words"), None);
        string[] words = [.. Enumerable.Range(0, 40).Select(i => new string((char)('a' + (i % 26)), PayloadField.MaxKeywordBytes))];
        VectorRecord[] batch = [.. Enumerable.Range(0, 20).Select(i => new VectorRecord($"{i}") { Payload = { ["words"] = words } })];
        await large.UpsertAsync(batch, None);
        Assert.Equal(20, await large.CountAsync(cancellationToken: None));
        Assert.Equal(words, (await large.GetAsync("7", cancellationToken: None))!.Payload["words"].Keywords);
    }

    [Fact]
    public async Task A_purge_that_fails_does_not_fail_the_write_beside_it()
    {
        await using TestStore process = Process();
        IVectorCollection things = await process.ThingsAsync();
        _server.Faults.Always(new Fault.Status(500), only: request => request.Path.Value!.EndsWith("/scroll", StringComparison.Ordinal));
        await things.UpsertAsync([.. Enumerable.Range(0, 2_500).Select(i => TestStore.Thing($"{i}", i))], None);
        Assert.Equal(2_500, await things.CountAsync(cancellationToken: None));
    }

    private TestStore Process(params (string, string)[] settings) => new(_server.Url, [("Perto:Qdrant:ApiKey", Key), .. settings]);
}
