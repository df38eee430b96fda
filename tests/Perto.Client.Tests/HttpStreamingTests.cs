using Microsoft.Extensions.DependencyInjection;
using Perto.Platform;
using Perto.Server;
using Perto.Streaming;
using Perto.Testing;

namespace Perto.Client.Tests;

/// <summary>The client against a real server: it must answer as the solution does in process.</summary>
public sealed class HttpStreamingTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler());
    private PertoHost _host = null!;

    private HttpStreaming Remote => new(_http, TimeProvider.System);

    private IStreaming Local => _host.Services.GetRequiredService<StreamingTenants>().For(TenantId.Local);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _host = PertoServer.Create(new PertoServerOptions
        {
            Settings = new Dictionary<string, string?>
            {
                ["Perto:DataFolder"] = _folder.Find("data"),
                ["Perto:Server:Urls"] = "http://127.0.0.1:0",
                ["Perto:Streaming:SourceBudgetMs"] = "60000",
                ["Perto:Streaming:HomeCacheMinutes"] = "0",
                // Draws depend on the moment; two pages that are compared are asked for at two.
                ["Perto:Streaming:ExplorationShare"] = "0",
            },
        });
        await _host.StartAsync(Cancellation);
        await _host.WaitUntilReadyAsync(Cancellation);
        _http.BaseAddress = new Uri(_host.Address);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _host.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_training_of_the_ranker_that_has_nothing_to_learn_from_says_what_to_send()
    {
        RemoteException refused = await Assert.ThrowsAsync<RemoteException>(() => Remote.TrainRankerAsync(progress: null, Cancellation));

        Assert.Equal("training_failed", refused.Code);
        Assert.Contains("record impressions and clicks with the page's request", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_batch_is_the_same_in_a_file_here_and_through_the_server()
    {
        string files = Directory.CreateDirectory(_folder.Find("files")).FullName, local = _folder.Find("local"), remote = _folder.Find("remote");
        await new ServiceGenerator(new GeneratorSettings { People = 30, Titles = 80, TypicalViews = 20 }, TimeProvider.System.GetUtcNow())
            .WriteAsync(files, Cancellation);
        await Local.ImportAsync(files, progress: null, Cancellation);
        await _host.Services.GetRequiredService<ActivityCounting>().CountAsync(TenantId.Local, cancellationToken: Cancellation);
        // The pages are for one moment, whenever they are made.
        var request = new BatchRequest { Kind = BatchKind.Home, At = TimeProvider.System.GetUtcNow() };

        foreach (BatchFormat format in Enum.GetValues<BatchFormat>())
        {
            BatchRun here = await Local.BatchAsync(request, new BatchTarget(local, format), progress: null, Cancellation);
            BatchRun there = await Remote.BatchAsync(request, new BatchTarget(remote, format, Resume: true), progress: null, Cancellation);

            Assert.Equal((BatchState.Done, 30L), (here.State, here.Made));
            Assert.Equal((BatchState.Done, 30L), (there.State, there.Made));
            Assert.Equal(await File.ReadAllTextAsync(local, Cancellation), await File.ReadAllTextAsync(remote, Cancellation));
        }
        Assert.Single(await _host.Services.GetRequiredService<Batches>().ListAsync(TenantId.Local, 10, Cancellation), run => run.File is null);
    }

    [Fact]
    public async Task A_batch_through_the_server_that_breaks_a_rule_is_refused_with_the_field()
    {
        RemoteException refused = await Assert.ThrowsAsync<RemoteException>(
            () => Remote.BatchAsync(new BatchRequest { Top = 0 }, new BatchTarget(null), progress: null, Cancellation));

        Assert.Equal("top", refused.Field);
    }

    [Fact]
    public async Task Import_training_pages_and_events_go_through()
    {
        string files = Directory.CreateDirectory(_folder.Find("files")).FullName;
        await new ServiceGenerator(new GeneratorSettings { People = 60, Titles = 120, TypicalViews = 20 }, TimeProvider.System.GetUtcNow())
            .WriteAsync(files, Cancellation);
        await File.AppendAllTextAsync(Path.Combine(files, "ratings.csv"), "1,1,11,1000000000\n", Cancellation);

        ImportReport import = await Remote.ImportAsync(files, progress: null, Cancellation);
        TrainingReport training = await Remote.TrainAsync(progress: null, Cancellation);
        HomePage remote = await Remote.HomeAsync("7", new HomeRequest { Device = DeviceKind.Tv, TimeOfDay = TimeOfDay.Evening }, Cancellation);
        HomePage local = await Local.HomeAsync("7", new HomeRequest { Device = DeviceKind.Tv, TimeOfDay = TimeOfDay.Evening }, Cancellation);
        RecommendationList list = await Remote.RecommendAsync("7", 3, Cancellation);
        SimilarTitles similar = await Remote.SimilarAsync(list.Titles[0].Id, 4, Cancellation);
        EventReceipt receipt = await Remote.RecordAsync(
            [new StreamingEvent { Type = EventType.View, User = "7", Title = list.Titles[0].Id, Progress = 1 }], Cancellation);
        RecommendationList after = await Remote.RecommendAsync("7", 3, Cancellation);

        Assert.Equal(ImportState.Done, import.State);
        Assert.Equal("ratings.csv", Assert.Single(import.Errors).File);
        Assert.True(training.Live, training.Refusal);
        Assert.Equal(Shown(local), Shown(remote));
        Assert.Equal(local.Model, remote.Model);
        Assert.Equal(3, list.Titles.Count);
        Assert.Equal(list.Titles[0].Id, similar.Title.Id);
        Assert.Equal(1, receipt.Accepted);
        Assert.DoesNotContain(after.Titles, title => title.Id == list.Titles[0].Id);
    }

    [Fact]
    public async Task A_mapping_goes_with_its_files_and_what_is_wrong_with_it_comes_back()
    {
        const string Mapping = """{ "files": [ { "content": "titles", "files": "filme.txt", "separator": ";", "columns": { "id": "Nr", "name": "Titel" } } ] }""";
        string files = Directory.CreateDirectory(_folder.Find("mapped")).FullName;
        await File.WriteAllTextAsync(Path.Combine(files, "filme.txt"), "Nr;Titel\n7;Der Kreis\n;Ohne Nummer\n", Cancellation);
        await File.WriteAllTextAsync(Path.Combine(files, "mapping.json"), Mapping, Cancellation);

        ImportReport import = await Remote.ImportAsync(files, Mapping, progress: null, Cancellation);
        SimilarTitles similar = await Remote.SimilarAsync("7", 1, Cancellation);
        RemoteException refused = await Assert.ThrowsAsync<RemoteException>(
            () => Remote.ImportAsync(files, Mapping.Replace("titles", "films", StringComparison.Ordinal), progress: null, Cancellation));
        RemoteException absent = await Assert.ThrowsAsync<RemoteException>(
            () => Remote.ImportAsync(files, Mapping.Replace("filme", "buecher", StringComparison.Ordinal), progress: null, Cancellation));

        Assert.Equal("filme.txt:3: Nr is required; got nothing", Assert.Single(import.Errors).ToString());
        Assert.Equal("Der Kreis", similar.Title.Name);
        Assert.Equal(("invalid_value", 400), (refused.Code, refused.Status));
        Assert.Contains("mapping.files[0].content must be one of titles", refused.Message, StringComparison.Ordinal);
        Assert.Contains("There is no file 'buecher.txt'", absent.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_server_refuses_comes_back_with_its_code_and_its_words()
    {
        RemoteException refused = await Assert.ThrowsAsync<RemoteException>(() => Remote.RecommendAsync("7", 0, Cancellation));
        RemoteException unknown = await Assert.ThrowsAsync<RemoteException>(() => Remote.SimilarAsync("no/such title", 5, Cancellation));
        RemoteException literal = await Assert.ThrowsAsync<RemoteException>(() => Remote.SimilarAsync("no%2Fsuch title", 5, Cancellation));
        RemoteException early = await Assert.ThrowsAsync<RemoteException>(() => Remote.TrainAsync(progress: null, Cancellation));

        Assert.Equal(("invalid_value", 400, "n must be between 1 and 500; got 0"), (refused.Code, refused.Status, refused.Message));
        Assert.Equal(("not_found", 404), (unknown.Code, unknown.Status));
        Assert.Contains("no/such title", unknown.Message, StringComparison.Ordinal);
        Assert.Contains("no%2Fsuch title", literal.Message, StringComparison.Ordinal);
        Assert.Contains("Nobody has watched enough", early.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_not_there_says_how_to_start_one()
    {
        using var http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = new Uri("http://127.0.0.1:1") };

        ServerUnreachableException nobody = await Assert.ThrowsAsync<ServerUnreachableException>(
            () => new HttpStreaming(http, TimeProvider.System).RecommendAsync("7", 3, Cancellation));

        Assert.Contains("perto serve", nobody.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<(string, string, string)> Shown(HomePage page) =>
        page.Rows.SelectMany(row => row.Titles.Select(title => (row.Name, title.Id, title.Reason)));
}
