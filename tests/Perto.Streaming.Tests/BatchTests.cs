using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Perto.Platform;
using Perto.Testing;

namespace Perto.Streaming.Tests;

public sealed class BatchTests
{
    private const string NoDraws = "0";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task Everybody_gets_the_list_that_they_would_be_served(SqlDialect dialect)
    {
        await using Service service = await WatchedAsync(dialect, ("Perto:Streaming:ExplorationShare", NoDraws));

        BatchRun run = await RunAsync(service, new BatchRequest { Top = 7 }, new BatchTarget(null));

        Assert.Equal((BatchState.Done, 30, 30, 0, 0), (run.State, run.People, run.Made, run.Failed, run.Degraded));
        for (int person = 0; person < 30; person++)
        {
            RecommendationList served = await service.Streaming.RecommendAsync(TenantId.Local, $"p{person}", 7, Cancellation);
            BatchedPage page = await Of(service).PageAsync(TenantId.Local, run.Id, $"p{person}", Cancellation);
            Assert.Equal(served.Titles.Select(Shown), page.Titles!.Select(Shown));
            Assert.Equal(served.Model, page.Model);
        }
    }

    [Fact]
    public async Task Home_pages_have_the_rows_that_would_be_served()
    {
        await using Service service = await WatchedAsync(SqlDialect.Sqlite, ("Perto:Streaming:ExplorationShare", NoDraws));

        BatchRun run = await RunAsync(service, new BatchRequest { Kind = BatchKind.Home, Users = ["p3", "p1", "p3"] }, new BatchTarget(null));

        Assert.Equal(2, run.Made);
        HomePage served = await service.HomeAsync("p3");
        BatchedPage page = await Of(service).PageAsync(TenantId.Local, run.Id, "p3", Cancellation);
        Assert.Equal(
            served.Rows.SelectMany(row => row.Titles.Select(title => (row.Name, Shown(title)))),
            page.Rows!.SelectMany(row => row.Titles.Select(title => (row.Name, Shown(title)))));
    }

    [Fact]
    public async Task Nothing_is_drawn_unless_it_is_asked_for_and_then_it_is_what_would_be_served()
    {
        await using Service service = await WatchedAsync(SqlDialect.Sqlite, ("Perto:Streaming:ExplorationShare", "0.2"));

        BatchRun ranked = await RunAsync(service, new BatchRequest(), new BatchTarget(null));
        BatchRun explored = await RunAsync(service, new BatchRequest { Explores = true }, new BatchTarget(null));

        int drawn = 0;
        for (int person = 0; person < 30; person++)
        {
            BatchedPage without = await Of(service).PageAsync(TenantId.Local, ranked.Id, $"p{person}", Cancellation);
            BatchedPage with = await Of(service).PageAsync(TenantId.Local, explored.Id, $"p{person}", Cancellation);
            RecommendationList served = await service.Streaming.RecommendAsync(TenantId.Local, $"p{person}", 20, Cancellation);
            Assert.All(without.Titles!, title => Assert.Null(title.Propensity));
            Assert.Equal(served.Titles.Select(title => (Shown(title), title.Propensity)), with.Titles!.Select(title => (Shown(title), title.Propensity)));
            drawn += with.Titles!.Count(title => title.Propensity is not null);
        }
        Assert.True(drawn > 0, "nothing was drawn");
    }

    [Fact]
    public async Task A_batch_is_no_page_that_was_served()
    {
        await using Service service = await WatchedAsync(SqlDialect.Sqlite);

        await RunAsync(service, new BatchRequest { Kind = BatchKind.Home }, new BatchTarget(null));

        Assert.False((await service.HomeAsync("p3")).Cached);
        await service.Services.GetRequiredService<ServedLog>().DisposeAsync();
        IReadOnlyList<string> served = await Database(service).ReadAsync(session => session.QueryAsync<string>("select user_id from streaming_served"), Cancellation);
        Assert.Equal(["p3"], served);
    }

    [Theory, InlineData(BatchFormat.Jsonl), InlineData(BatchFormat.Csv)]
    public async Task What_was_stopped_goes_on_where_it_was_and_is_the_same_as_if_it_had_not_been(BatchFormat format)
    {
        await using Service service = await WatchedAsync(SqlDialect.Sqlite, ("Perto:Streaming:Batches:PeopleAtOnce", "4"));
        using var folder = new TemporaryFolder();
        (string whole, string stopped) = (folder.Find("whole"), folder.Find("stopped"));
        await RunAsync(service, new BatchRequest(), new BatchTarget(whole, format));

        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Of(service).RunAsync(
            TenantId.Local, new BatchRequest(), new BatchTarget(stopped, format), new Told(now => StopAt(now, 12, stop)), stop.Token));
        Assert.Equal(BatchState.Interrupted, (await Of(service).ListAsync(TenantId.Local, 1, Cancellation))[0].State);
        Assert.False(File.Exists(stopped), "half of a file has the name of a whole one");
        // A kill may leave what was not written down as done, and half of a line.
        await File.AppendAllTextAsync(stopped + ".part", "{\"user\":\"p2\",\"tit", Cancellation);

        List<long> told = [];
        BatchRun run = await Of(service).RunAsync(
            TenantId.Local, new BatchRequest(), new BatchTarget(stopped, format, Resume: true), new Told(now => told.Add(now.Done)), Cancellation);

        Assert.Equal((BatchState.Done, 30L), (run.State, run.Made));
        Assert.Equal(16, told[0]);
        Assert.Equal(await File.ReadAllTextAsync(whole, Cancellation), await File.ReadAllTextAsync(stopped, Cancellation));
        Assert.False(File.Exists(stopped + ".part"));
    }

    [Fact]
    public async Task A_file_that_was_cut_meanwhile_is_not_gone_on_with()
    {
        await using Service service = await WatchedAsync(SqlDialect.Sqlite, ("Perto:Streaming:Batches:PeopleAtOnce", "4"));
        using var folder = new TemporaryFolder();
        string file = folder.Find("list.jsonl");
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Of(service).RunAsync(
            TenantId.Local, new BatchRequest(), new BatchTarget(file), new Told(now => StopAt(now, 12, stop)), stop.Token));
        await File.WriteAllTextAsync(file + ".part", "", Cancellation);

        InvalidValueException cut = await Assert.ThrowsAsync<InvalidValueException>(() => RunAsync(service, new BatchRequest(), new BatchTarget(file, Resume: true)));
        BatchRun anew = await RunAsync(service, new BatchRequest(), new BatchTarget(file));

        Assert.Contains("it has 0", cut.Message, StringComparison.Ordinal);
        Assert.Equal(30, anew.Made);
        Assert.Equal(30, (await File.ReadAllLinesAsync(file, Cancellation)).Length);
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task Who_fails_is_counted_and_named_and_the_others_get_theirs(SqlDialect dialect)
    {
        await using Service service = await WatchedAsync(dialect);
        await service.Services.GetRequiredService<Accounts>().SaveAsync(
            TenantId.Local, "p7", new AccountEntry { Profiles = [new ProfileEntry { Id = "kids" }] }, Cancellation);
        await Database(service).WriteAsync(session => session.ExecuteAsync("update streaming_profile set languages = '{'"), Cancellation);

        BatchRun run = await RunAsync(service, new BatchRequest(), new BatchTarget(null));

        Assert.Equal((BatchState.Done, 29L, 1L), (run.State, run.Made, run.Failed));
        BatchFailure failure = Assert.Single(run.Failures);
        Assert.Equal("p7", failure.User);
        Assert.Contains("JsonException", failure.Failure, StringComparison.Ordinal);
        await Assert.ThrowsAsync<NotFoundException>(() => Of(service).PageAsync(TenantId.Local, run.Id, "p7", Cancellation));
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task A_batch_that_is_cancelled_ends_and_one_that_is_deleted_leaves_nothing(SqlDialect dialect)
    {
        await using Service service = await WatchedAsync(dialect, ("Perto:Streaming:Batches:PeopleAtOnce", "4"));
        Batches batches = Of(service);
        var cancelled = new Told(now =>
        {
            if (now.Done == 8)
                batches.CancelAsync(TenantId.Local, IdOfLatest(batches), CancellationToken.None).GetAwaiter().GetResult();
        });

        BatchRun run = await batches.RunAsync(TenantId.Local, new BatchRequest(), new BatchTarget(null), cancelled, Cancellation);
        await batches.DeleteAsync(TenantId.Local, run.Id, Cancellation);

        Assert.Equal((BatchState.Cancelled, 8L), (run.State, run.Made));
        Assert.Empty(await batches.ListAsync(TenantId.Local, 10, Cancellation));
        Assert.Equal(0, await Database(service).ReadAsync(session => session.ScalarAsync<long>("select count(*) from streaming_batch_person"), Cancellation));
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task An_erased_person_is_in_no_table_and_comes_into_none(SqlDialect dialect)
    {
        await using Service service = await WatchedAsync(dialect);
        BatchRun before = await RunAsync(service, new BatchRequest(), new BatchTarget(null));
        Erasures erasures = service.Services.GetRequiredService<Erasures>();

        ErasureReceipt receipt = await erasures.RequestAsync(TenantId.Local, "p3", Cancellation);
        await erasures.RunAsync(TenantId.Local, receipt.Id, Cancellation);
        BatchRun after = await RunAsync(service, new BatchRequest { Users = ["p3", "p4"] }, new BatchTarget(null));

        Assert.Equal((1L, 1L), (after.People, after.Made));
        foreach (BatchRun run in (BatchRun[])[before, after])
        {
            await Assert.ThrowsAsync<NotFoundException>(() => Of(service).PageAsync(TenantId.Local, run.Id, "p3", Cancellation));
            Assert.Equal("p4", (await Of(service).PageAsync(TenantId.Local, run.Id, "p4", Cancellation)).User);
        }
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task A_segment_is_of_a_country_a_subscription_and_who_was_active(SqlDialect dialect)
    {
        await using Service service = await WatchedAsync(dialect);
        Accounts accounts = service.Services.GetRequiredService<Accounts>();
        await accounts.SaveAsync(TenantId.Local, "p3", new AccountEntry { Country = "PT", Tier = "premium" }, Cancellation);
        await accounts.SaveAsync(TenantId.Local, "p4", new AccountEntry { Country = "PT" }, Cancellation);
        await accounts.SaveAsync(TenantId.Local, "new", new AccountEntry { Country = "PT" }, Cancellation);

        Assert.Equal(["new", "p3", "p4"], await PeopleAsync(service, new BatchSegment { Country = "pt" }));
        Assert.Equal(["p3"], await PeopleAsync(service, new BatchSegment { Country = "PT", Tier = "premium" }));
        Assert.Equal(["p3", "p4"], await PeopleAsync(service, new BatchSegment { Country = "PT", ActiveSinceAt = Service.Now.AddDays(-2) }));
        Assert.Empty(await PeopleAsync(service, new BatchSegment { ActiveSinceAt = Service.Now }));
    }

    [Fact]
    public async Task Somebody_unknown_gets_what_is_trending_and_new()
    {
        await using Service service = await WatchedAsync(SqlDialect.Sqlite);
        using var folder = new TemporaryFolder();
        string file = folder.Find("list.csv"), user = "who, \"nobody\"";

        BatchRun run = await RunAsync(service, new BatchRequest { Users = [user], Top = 3 }, new BatchTarget(file, BatchFormat.Csv));

        Assert.Equal((1L, 1L), (run.People, run.Made));
        string[] lines = await File.ReadAllLinesAsync(file, Cancellation);
        Assert.Equal("user,row,rank,title,score,propensity,reason", lines[0]);
        Assert.Equal(4, lines.Length);
        Assert.All(lines.Skip(1), line => Assert.StartsWith("\"who, \"\"nobody\"\"\",,", line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("top", """{ "top": 0 }""")]
    [InlineData("top", """{ "top": 501 }""")]
    [InlineData("users", """{ "users": [] }""")]
    [InlineData("users[1]", """{ "users": ["ana", ""] }""")]
    [InlineData("segment", """{ "users": ["ana"], "segment": {} }""")]
    [InlineData("segment.country", """{ "segment": { "country": "Portugal" } }""")]
    [InlineData("segment.tier", """{ "segment": { "tier": "" } }""")]
    [InlineData("segment.active_since_at", """{ "segment": { "active_since_at": "1900-01-01T00:00:00Z" } }""")]
    [InlineData("country", """{ "country": "XYZ" }""")]
    [InlineData("tier", """{ "tier": "a\u0001" }""")]
    [InlineData("at", """{ "at": "1900-01-01T00:00:00Z" }""")]
    public async Task A_request_that_breaks_a_rule_is_refused_with_the_field(string field, string request)
    {
        await using Service service = await Service.OpenAsync();

        InvalidValueException refused = await Assert.ThrowsAsync<InvalidValueException>(() => Of(service).QueueAsync(
            TenantId.Local, JsonSerializer.Deserialize<BatchRequest>(request, PertoJson.Options)!, resume: false, Cancellation));

        Assert.Equal(field, refused.Field);
        Assert.Empty(await Of(service).ListAsync(TenantId.Local, 10, Cancellation));
    }

    [Fact]
    public async Task A_file_goes_into_a_folder_that_is_there()
    {
        await using Service service = await Service.OpenAsync();
        using var folder = new TemporaryFolder();

        foreach (string path in (string[])[folder.Find("no/such/file"), folder.Path])
            Assert.Equal("file", (await Assert.ThrowsAsync<InvalidValueException>(() => RunAsync(service, new BatchRequest(), new BatchTarget(path)))).Field);
    }

    [Fact]
    public async Task Batches_of_a_tenant_wait_for_each_other_and_not_for_those_of_another()
    {
        await using Service service = await WatchedAsync(SqlDialect.Sqlite);
        var other = new TenantId("other");
        await service.ImportAsync(Service.Movies(), Service.Ratings(), other);
        Lease held = (await service.Services.GetRequiredService<LeaseKeeper>().TryAcquireAsync("streaming/batch/local", TimeSpan.FromDays(1), Cancellation))!;

        Task<BatchRun> waiting = RunAsync(service, new BatchRequest(), new BatchTarget(null));
        BatchRun beside = await Of(service).RunAsync(other, new BatchRequest(), new BatchTarget(null), progress: null, Cancellation);

        Assert.Equal(30, beside.Made);
        Assert.Equal(0, (await Of(service).ListAsync(TenantId.Local, 1, Cancellation))[0].Made);
        await held.DisposeAsync();
        // It looks now and then. Once it has the lease, time stands still, so that the lease does not end.
        while (await Database(service).ReadAsync(session => session.ScalarAsync<long>("select count(*) from lease where name = 'streaming/batch/local'"), Cancellation) == 0 && !waiting.IsCompleted)
            service.Clock.Advance(TimeSpan.FromMilliseconds(200));
        Assert.Equal(30, (await waiting).Made);
    }

    [Fact]
    public async Task The_same_request_is_resumed_and_another_is_not()
    {
        await using Service service = await WatchedAsync(SqlDialect.Sqlite);
        Batches batches = Of(service);
        var request = new BatchRequest { Users = ["p2", "p1"] };
        BatchRun first = await batches.QueueAsync(TenantId.Local, request, resume: false, Cancellation);

        Assert.Equal(first.Id, (await batches.QueueAsync(TenantId.Local, new BatchRequest { Users = ["p1", "p2", "p1"] }, resume: true, Cancellation)).Id);
        Assert.NotEqual(first.Id, (await batches.QueueAsync(TenantId.Local, request with { Users = ["p1"] }, resume: true, Cancellation)).Id);
        Assert.NotEqual(first.Id, (await batches.QueueAsync(TenantId.Local, request, resume: false, Cancellation)).Id);
        Assert.Equal(first.Fingerprint, (await batches.FindAsync(TenantId.Local, first.Id, Cancellation)).Fingerprint);
    }

    private static Batches Of(Service service) => service.Services.GetRequiredService<Batches>();

    private static IDatabase Database(Service service) => service.Services.GetRequiredService<IDatabase>();

    private static string IdOfLatest(Batches batches) => batches.ListAsync(TenantId.Local, 1, CancellationToken.None).GetAwaiter().GetResult()[0].Id;

    private static async Task<Service> WatchedAsync(SqlDialect dialect, params (string Name, string Value)[] settings)
    {
        Service service = await Service.OpenAsync(dialect, folder: null, settings);
        await service.ImportAsync(Service.Movies(), Service.Ratings());
        return service;
    }

    private static Task<BatchRun> RunAsync(Service service, BatchRequest request, BatchTarget target) =>
        Of(service).RunAsync(TenantId.Local, request, target, progress: null, Cancellation);

    private static async Task<IReadOnlyList<string>> PeopleAsync(Service service, BatchSegment segment)
    {
        using var folder = new TemporaryFolder();
        string file = folder.Find("list.jsonl");
        await RunAsync(service, new BatchRequest { Segment = segment }, new BatchTarget(file));
        return [.. (await File.ReadAllLinesAsync(file, Cancellation)).Select(line => JsonSerializer.Deserialize<BatchedPage>(line, PertoJson.Options)!.User)];
    }

    private static void StopAt(BatchProgress now, long done, CancellationTokenSource stop)
    {
        if (now.Done == done)
            stop.Cancel();
    }

    private static (string, int, double, string) Shown(RecommendedTitle title) => (title.Id, title.Rank, title.Score, title.Reason);

    private static (string, int, double, string) Shown(BatchedTitle title) => (title.Id, title.Rank, title.Score, title.Reason);

    /// <summary>Told at once: <see cref="Progress{T}"/> tells later.</summary>
    private sealed class Told(Action<BatchProgress> tell) : IProgress<BatchProgress>
    {
        public void Report(BatchProgress value) => tell(value);
    }
}
