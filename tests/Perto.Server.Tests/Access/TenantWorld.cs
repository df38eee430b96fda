using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Perto.Testing;

namespace Perto.Server.Tests;

/// <summary>
/// A server with two tenants. One has data with <see cref="Canary"/> in every text that callers can choose; the other has none. Whoever adds an endpoint
/// adds here what its path and body are filled with.
/// </summary>
internal sealed class TenantWorld : IAsyncDisposable
{
    public const string Canary = "canary-zq7";

    private const string Owner = $"{Canary}-tenant";
    private const string Collection = $"{Canary}-collection";
    private const string Record = $"{Canary}-record";
    private const string Title = $"{Canary}-title";
    private const string User = $"{Canary}-user";
    private const string Erased = $"{Canary}-erased";
    private const string Job = "models-pruning";

    // The code names topics and no caller does.
    private const string Topic = "seeded.mail";
    private const string OtherTopic = "seeded.post";

    // A name has no hyphen: the canary is in its words.
    private const string View = "owners_view";
    private const string Experiment = $"{Canary}-experiment";

    private const string Profile = $"{Canary}-profile";
    private const string Pin = $"{Canary}-pin";

    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _ids = new(StringComparer.Ordinal);

    private TenantWorld(IEnumerable<KeyValuePair<string, string?>> settings)
    {
        Host = PertoServer.Create(RunningServer.Options(_folder.Find("data"), settings), perto =>
        {
            SeededCollections.Describe(perto);
            SeededReranking.Describe(perto);
            perto.Services.AddLogging(logging => logging.AddProvider(Log));
        });
    }

    public PertoHost Host { get; }

    public CollectingLogger Log { get; } = new();

    public HttpClient Client { get; private set; } = null!;

    /// <summary>Key of the tenant with the data, which may do everything in it.</summary>
    public string OwnKey { get; private set; } = null!;

    /// <summary>Key of the other tenant, which may do everything in that.</summary>
    public string OtherKey { get; private set; } = null!;

    /// <summary>
    /// What stands for a parameter of a path: the segment before it and its name, and the value. All of them are the tenant's own.
    /// </summary>
    private Dictionary<(string Segment, string Parameter), string> Parameters => new()
    {
        [("collections", "name")] = Collection,
        [("records", "id")] = Record,
        [("titles", "id")] = Title,
        [("users", "id")] = User,
        [("imports", "id")] = _ids["import"],
        [("trainings", "id")] = _ids["training"],
        [("batches", "id")] = _ids["batch"],
        [("users", "user")] = User,
        [("pins", "id")] = Pin,
        [("models", "name")] = SeededModels.Name,
        [("keys", "id")] = _ids["key"],
        [("dead-letters", "id")] = _ids["letter"],
        [("jobs", "name")] = Job,
        [("caches", "name")] = "streaming-home",
        [("runs", "id")] = _ids["run"],
        [("collections", "alias")] = SeededCollections.Reviews,
        [("rebuilds", "id")] = _ids["rebuild"],
        [("erasures", "id")] = _ids["erasure"],
        [("experiments", "name")] = Experiment,
        [("views", "name")] = View,
        [("values", "key")] = Record,
        [("backfills", "source")] = $"{Canary}-source",
    };

    /// <summary>The body of each operation that takes one.</summary>
    private static Dictionary<string, Func<HttpContent>> Bodies => new(StringComparer.Ordinal)
    {
        ["createVectorCollection"] = () => Json("""{"vectors": [{"name": "v", "dimension": 2}], "payload": [{"name": "note", "kind": "keyword"}]}"""),
        ["upsertVectorRecords"] = () => Json($$$"""{"records": [{"id": "{{{Record}}}", "vectors": {"v": [1, 2]}, "payload": {"note": "{{{Canary}}}-note"}}]}"""),
        ["updateVectorRecord"] = () => Json($$$"""{"payload": {"note": "{{{Canary}}}-note"}}"""),
        ["lookUpVectorRecords"] = () => Json($$$"""{"ids": ["{{{Record}}}"]}"""),
        ["deleteVectorRecords"] = () => Json($$$"""{"ids": ["{{{Canary}}}-none"]}"""),
        ["updateVectorPayload"] = () => Json($$$"""{"filter": {"note": "{{{Canary}}}-note"}, "payload": {"note": "{{{Canary}}}-note"}}"""),
        ["scrollVectorRecords"] = () => Json("{}"),
        ["countVectorRecords"] = () => Json("{}"),
        ["searchVectors"] = () => Json("""{"vector": "v", "value": [1, 2]}"""),
        ["searchVectorsBatch"] = () => Json("""{"searches": [{"vector": "v", "value": [1, 2]}]}"""),
        ["searchVectorsFused"] = () => Json("""{"parts": [{"vector": "v", "value": [1, 2]}, {"vector": "v", "value": [2, 1]}]}"""),
        ["measureVectorRecall"] = () => Json("{}"),
        ["recordStreamingEvents"] = () => Json($$$"""{"events": [{"type": "view", "user": "{{{User}}}", "title": "{{{Title}}}", "progress": 0.9, "profile": "{{{Profile}}}"}]}"""),
        ["startStreamingImport"] = Files,
        ["startStreamingTraining"] = () => Json("""{"model": "collaborative"}"""),
        ["startStreamingBatch"] = () => Json($$$"""{"users": ["{{{User}}}"]}"""),
        ["saveStreamingTitle"] = () => Json($$$"""{"name": "{{{Canary}}}-note", "genres": ["{{{Canary}}}-note"], "description": "{{{Canary}}}-note"}"""),
        ["saveStreamingUser"] = () => Json($$$"""{"country": "PT", "tier": "{{{Canary}}}-note", "profiles": [{"id": "{{{Profile}}}", "name": "{{{Canary}}}-note", "languages": []}]}"""),
        ["putStreamingPin"] = () => Json($$$"""{"title": "{{{Title}}}", "row": "{{{Canary}}}-row", "place": 1}"""),
        ["createKey"] = () => Json($$$"""{"name": "{{{Canary}}}-key-name", "scopes": ["read"]}"""),
        ["rotateKey"] = () => Json("""{"grace_seconds": 3600}"""),
        ["replayDeadLetters"] = () => Json($$"""{"topic": "{{Topic}}"}"""),
        ["reembedDerivedCollection"] = () => Json($$"""{"model": "{{SeededCollections.NextModel}}"}"""),
        ["startErasure"] = Person,
        ["verifyErasure"] = Person,
        ["liftSuppression"] = Person,
        ["exportPerson"] = Person,
        ["declareFeatureView"] = () => Json(
            $$$"""{"name": "{{{View}}}", "entity": "title", "owner": "{{{Canary}}}-note", "features": [{"name": "note", "kind": "text", "description": "{{{Canary}}}-note"}]}"""),
        ["writeFeatureValues"] = () => Json($$$"""{"values": [{"key": "{{{Record}}}", "event_at": "2025-01-01T00:00:00Z", "values": {"note": "{{{Canary}}}-note"}}]}"""),
        ["recordFeatureEvents"] = () => Json($$$"""{"events": [{"id": "{{{Record}}}", "type": "play", "at": "2025-01-01T00:00:00Z", "keys": {"title": "{{{Record}}}"}}]}"""),
        ["getOnlineFeatures"] = () => Json($$$"""{"entities": [{"entity": "title", "keys": ["{{{Record}}}"], "views": ["{{{View}}}"]}]}"""),
        ["joinFeatures"] = () => Json($$$"""{"views": ["{{{View}}}"], "rows": [{"keys": {"title": "{{{Record}}}"}, "at": "2025-02-01T00:00:00Z"}]}"""),
        ["backfillFeatureView"] = () => Json("""{"source": "log", "position": "1", "events": [{"id": "e1", "type": "play", "at": "2025-01-01T00:00:00Z", "keys": {"title": "x"}}]}"""),
        ["exportFeatureView"] = () => Json("""{"folder": "out"}"""),
        ["putExperiment"] = () => Json(
            $$$"""{"name": "{{{Experiment}}}", "description": "{{{Canary}}}-note", "arms": [{"name": "a"}, {"name": "b"}], "metrics": [{"name": "clicks"}]}"""),
        ["putHoldout"] = () => Json("""{"share": 0}"""),
        ["assignExperiments"] = () => Json($$$"""{"unit": "{{{User}}}"}"""),
        ["putExperimentOverrides"] = () => Json($$$"""{"overrides": [{"unit": "{{{Canary}}}-none", "arm": "a"}]}"""),
        ["recordExperimentOutcomes"] = () => Json($$$"""{"outcomes": [{"unit": "{{{User}}}", "metric": "clicks", "id": "{{{Record}}}"}]}"""),
        ["createEmbeddings"] = () => Json($$$"""{"input": "{{{Canary}}}-note"}"""),
        ["embed"] = () => Json($$$"""{"inputs": "{{{Canary}}}-note"}"""),
        ["checkEmbeddings"] = () => Json("{}"),
        ["warmEmbeddings"] = () => Json($$$"""{"texts": ["{{{Canary}}}-note"]}"""),
        ["forgetEmbeddings"] = () => Json($$$"""{"texts": ["{{{Canary}}}-note"]}"""),
        ["rankCandidates"] = () => Json(
            $$$"""{"query": "why does {{{Canary}}}-note come so late", "scope": "{{{Canary}}}-note", "owner": "{{{User}}}", "candidates": [{"id": "{{{Record}}}", "text": "{{{Canary}}}-note", "score": 0.5}, {"id": "b", "text": "", "score": 0.4}]}"""),
        ["sendRerankingFeedback"] = () => Json($$"""{"id": "{{SeededReranking.Answer}}", "used": ["m-8"]}"""),
        ["rerankDocuments"] = () => Json($$$"""{"query": "{{{Canary}}}-note", "documents": ["{{{Canary}}}-note"]}"""),
        ["rerankDocumentsV2"] = () => Json($$$"""{"query": "{{{Canary}}}-note", "documents": ["{{{Canary}}}-note"]}"""),
        ["rerankTexts"] = () => Json($$$"""{"query": "{{{Canary}}}-note", "documents": ["{{{Canary}}}-note"]}"""),
        ["declarePeopleCollection"] = () => Json("""{"subject_field": "note"}"""),
    };

    /// <summary>
    /// Operations whose path is filled by the caller, so that another tenant's thing of that name is simply not there and one is made or nothing is known;
    /// and those on jobs and caches, which belong to the installation; of a cache only the caller's own values are cleared.
    /// </summary>
    public static IReadOnlySet<string> AnswersForAnyName { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "createVectorCollection", "declareFeatureView", "putExperiment", "putStreamingPin", "saveStreamingTitle", "saveStreamingUser", "getStreamingHistory", "getStreamingHome", "previewStreamingHome", "getStreamingRecommendations",
        "getJob", "listJobRuns", "getJobRun", "runJob", "pauseJob", "resumeJob",
        "clearCache",
    };

    public static async Task<TenantWorld> CreateAsync(TestDatabase database)
    {
        var world = new TenantWorld(
            [
                KeysServer.RequireKeys,
                RerankServer.Model,
                new("Perto:Access:FailedAttemptsPerMinute", "0"),
                new("Logging:LogLevel:Default", "Debug"),
                new("Logging:Console:LogLevel:Default", "None"),
                .. await database.CreateAsync(),
            ]);
        await world.Host.StartAsync(TestContext.Current.CancellationToken);
        await world.Host.WaitUntilReadyAsync(TestContext.Current.CancellationToken);
        world.Client = new HttpClient(new SocketsHttpHandler()) { BaseAddress = new Uri(world.Host.Address) };
        world.OwnKey = (await world.Host.IssueAsync(Owner, "operator")).Key;
        world.OtherKey = (await world.Host.IssueAsync("other", "operator")).Key;
        await world.FillAsync();
        return world;
    }

    /// <summary>The parameters of a path that nothing is known for; the body's operation id when that is not known.</summary>
    public IEnumerable<string> Unknown(Operation operation)
    {
        foreach ((string segment, string parameter) in ParametersOf(operation).Where(parameter => !Parameters.ContainsKey(parameter)))
            yield return $"{operation}: no value for {{{parameter}}} behind /{segment}";
        if (operation.HasBody && !Bodies.ContainsKey(operation.Id))
            yield return $"{operation}: no body for {operation.Id}";
    }

    /// <summary>Entries of the tables that no operation uses.</summary>
    public static IEnumerable<string> Unused(IReadOnlyList<Operation> operations) =>
        Bodies.Keys.Concat(AnswersForAnyName).Except(operations.Select(operation => operation.Id));

    /// <summary>Calls an operation on the things of the tenant that has some.</summary>
    public async Task<HttpResponseMessage> CallAsync(Operation operation, string? key)
    {
        string path = operation.Path;
        foreach ((string segment, string parameter) in ParametersOf(operation))
            path = path.Replace($"{segment}/{{{parameter}}}", $"{segment}/{Value(operation, (segment, parameter))}", StringComparison.Ordinal);
        using var request = new HttpRequestMessage(new HttpMethod(operation.Method), path);
        if (operation.HasBody)
            request.Content = Bodies[operation.Id]();
        if (key is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return await Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>What is left of a text when all that the caller of an operation has sent is taken out of it.</summary>
    public string WithoutEcho(Operation operation, string text)
    {
        IEnumerable<string> sent = ParametersOf(operation).Select(parameter => Value(operation, parameter));
        if (operation.HasBody)
            sent = sent.Concat([Record, Title, User, Profile, Erased, $"{Canary}-note", $"{Canary}-none", $"{Canary}-key-name"]);
        foreach (string value in sent.OrderByDescending(value => value.Length))
            text = text.Replace(value, "", StringComparison.Ordinal);
        return text;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Host.DisposeAsync();
        _folder.Dispose();
    }

    // What was replayed is no dead letter any more and cannot be discarded, and what was deleted has no pages.
    private string Value(Operation operation, (string Segment, string Parameter) parameter) => operation.Id switch
    {
        "discardDeadLetter" => _ids["discarded letter"],
        "deleteStreamingBatch" => _ids["deleted batch"],
        _ => Parameters[parameter],
    };

    private static IEnumerable<(string Segment, string Parameter)> ParametersOf(Operation operation)
    {
        string[] segments = operation.Path.Split('/');
        for (int at = 1; at < segments.Length; at++)
        {
            if (segments[at] is ['{', .. var name, '}'])
                yield return (segments[at - 1], name);
        }
    }

    private async Task FillAsync()
    {
        await DoAsync(HttpMethod.Put, $"/v1/vectors/collections/{Collection}", Bodies["createVectorCollection"]());
        await DoAsync(HttpMethod.Post, $"/v1/vectors/collections/{Collection}/records", Bodies["upsertVectorRecords"]());
        await DoAsync(HttpMethod.Put, $"/v1/features/views/{View}", Bodies["declareFeatureView"]());
        await DoAsync(HttpMethod.Post, $"/v1/features/views/{View}/values", Bodies["writeFeatureValues"]());
        await DoAsync(HttpMethod.Put, $"/v1/experiments/{Experiment}", Bodies["putExperiment"]());
        await DoAsync(HttpMethod.Post, $"/v1/experiments/{Experiment}/start");
        await DoAsync(HttpMethod.Post, "/v1/experiments/assign", Bodies["assignExperiments"]());
        await DoAsync(HttpMethod.Post, $"/v1/experiments/{Experiment}/outcomes", Bodies["recordExperimentOutcomes"]());
        _ids["import"] = (string)(await DoAsync(HttpMethod.Post, "/v1/streaming/imports", Files()))["id"]!;
        while ((string?)(await DoAsync(HttpMethod.Get, $"/v1/streaming/imports/{_ids["import"]}"))["state"] is "queued" or "running")
            await Task.Yield();
        await DoAsync(HttpMethod.Post, "/v1/streaming/events", Bodies["recordStreamingEvents"]());
        await DoAsync(HttpMethod.Put, $"/v1/streaming/pins/{Pin}", Bodies["putStreamingPin"]());
        _ids["training"] = (string)(await DoAsync(HttpMethod.Post, "/v1/streaming/trainings"))["id"]!;
        while ((string?)(await DoAsync(HttpMethod.Get, $"/v1/streaming/trainings/{_ids["training"]}"))["state"] is "queued" or "running")
            await Task.Yield();
        foreach (string batch in (string[])["deleted batch", "batch"])
        {
            _ids[batch] = (string)(await DoAsync(HttpMethod.Post, "/v1/streaming/batches", Bodies["startStreamingBatch"]()))["id"]!;
            while ((string?)(await DoAsync(HttpMethod.Get, $"/v1/streaming/batches/{_ids[batch]}"))["state"] is "queued" or "running")
                await Task.Yield();
        }
        _ids["key"] = (string)(await DoAsync(HttpMethod.Post, "/v1/keys", Bodies["createKey"]()))["details"]!["id"]!;
        var owner = new TenantId(Owner);
        _ids["letter"] = await SeededLetters.AddAsync(Host.Services, owner, Topic, $"{Canary}-letter");
        _ids["discarded letter"] = await SeededLetters.AddAsync(Host.Services, owner, OtherTopic, $"{Canary}-letter");
        _ids["run"] = (string)(await DoAsync(HttpMethod.Post, $"/v1/jobs/{Job}/run"))["id"]!;
        await SeededModels.AddAsync(Host.Services, owner);
        await SeededReranking.AddAnswerAsync(Host.Services, owner, $"{Canary}-scope");
        await SeededCollections.PublishAsync(Host.Services, owner);
        _ids["rebuild"] = (string)(await DoAsync(HttpMethod.Post, $"/v1/collections/{SeededCollections.Plots}/rebuild"))["id"]!;
        _ids["erasure"] = (string)(await DoAsync(HttpMethod.Post, "/v1/privacy/erasures", Person()))["id"]!;
        while ((string?)(await DoAsync(HttpMethod.Get, $"/v1/privacy/erasures/{_ids["erasure"]}"))["state"] is not "done")
            await Task.Yield();
    }

    private async Task<JsonNode> DoAsync(HttpMethod method, string path, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content, Headers = { Authorization = new AuthenticationHeaderValue("Bearer", OwnKey) } };
        HttpResponseMessage answer = await Client.SendAsync(request, TestContext.Current.CancellationToken);
        string text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, $"{method} {path}: {text}");
        return JsonNode.Parse(text)!;
    }

    private static StringContent Person() => Json($$"""{"subject": "{{Erased}}"}""");

    private static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");

    // The last line is one that cannot be taken, so that its error is kept with the import.
    private static MultipartFormDataContent Files() => new()
    {
        { new StringContent($"id,name,year,genres\n{Title},{Canary}-name,1999,{Canary}-genre\n,{Canary}-bad,x,\n"), "files", "titles.csv" },
        { new StringContent($"user,title,started_at,progress\n{User},{Title},2025-01-01T00:00:00Z,0.9\n{User},{Canary}-missing,2025-01-01T00:00:00Z,0.9\n"), "files", "views.csv" },
    };
}
