using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Perto.Pinecone;
using Perto.Platform;
using Perto.Postgres;
using Perto.Qdrant;
using Perto.Redis;
using Perto.Streaming;
using Perto.Targeting;

namespace Perto.Server;

/// <summary>The product: which modules the server is made of.</summary>
internal static class ServerComposition
{
    private const int DeepestJson = 32;

    // Who asks whether a server does well gives up after some seconds itself, and would not learn why.
    private static readonly TimeSpan HealthTime = TimeSpan.FromSeconds(5);

    /// <summary>Adds everything that <c>perto serve</c> runs.</summary>
    public static PertoBuilder AddPertoProduct(this IServiceCollection services, IConfiguration configuration) => services
        .AddPerto(configuration)
        .AddServer()
        .AddExperiments()
        .AddStreaming()
        .UsePostgres()
        .UseRedis()
        .UseQdrant()
        .UsePinecone();

    /// <summary>The server's own module: its table, its worker, its meter, and what the HTTP pipeline needs.</summary>
    private static PertoBuilder AddServer(this PertoBuilder perto) => perto.AddModule("server", module => module
        .Schema(typeof(ServerComposition).Assembly)
        .Settings<ServerSettings>(ServerSettings.Section)
        .Settings<AccessSettings>(AccessSettings.Section)
        .Telemetry(RequestTelemetry.MeterName)
        .Telemetry(RequestTelemetry.SpanSource)
        .Series("requests", RequestTelemetry.Requests, SeriesStatistic.Rate)
        .Series("request_p99", RequestTelemetry.Duration, SeriesStatistic.P99)
        .Job<IdempotencyCleaner>(
            "idempotency-cleaning",
            JobSchedule.Every(TimeSpan.FromHours(1)),
            new JobOptions { Description = "Deletes answers by idempotency key that have expired" })
        .PersonalData<KeptAnswers>()
        .Services(services =>
        {
            services.AddOptions<ServerSettings>().PostConfigure<IOptions<AccessSettings>>(static (server, access) => AccessPolicy.Of(server, access.Value));
            services.AddSingleton<AccessPolicy>();
            services.AddSingleton<AccessMetrics>();
            services.AddSingleton<FailedAttempts>();
            services.AddSingleton<FirstKey>();
            services.AddSingleton<Readiness>();
            services.AddSingleton<Func<DataFolder>>(provider => provider.GetRequiredService<DataFolder>);
            services.AddHostedService<StartupSequence>();
            services.AddSingleton<IdempotencyStore>();
            services.AddSingleton<ProblemWriter>();
            services.AddSingleton<RequestGate>();
            services.AddSingleton(_ => new SiteSource(SiteArchive.Embedded()));
            services.AddSingleton<ServerHealth>();
            services.AddSingleton<ITaskSource, ImportTasks>();
            services.AddSingleton<TaskList>();
            services.AddSingleton<OverviewReader>();
            services.AddHealthChecks()
                .AddCheck<DatabaseCheck>("database", failureStatus: null, tags: [], HealthTime)
                .AddCheck<CollectionsCheck>("collections")
                .AddCheck<DependenciesCheck>("dependencies");
            services.AddHttp();
        }));

    private static void AddHttp(this IServiceCollection services)
    {
        services.AddRouting();
        // A request that does not fit its endpoint becomes a problem like every other failure, and not an empty 400.
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.Configure<JsonOptions>(options => ApplyJson(options.SerializerOptions));
        services.AddSingleton<ApiDocument>();
        services.AddOpenApi(ApiDocument.Name, options =>
        {
            options.AddOperationTransformer<OperationDetails>();
            options.AddOperationTransformer<OperationProblems>();
            options.AddOperationTransformer<OperationExamples>();
            options.AddSchemaTransformer<TypeForms>();
            options.AddOperationTransformer<AccessDetails>();
            options.AddSchemaTransformer<VectorForms>();
            options.AddSchemaTransformer<FeatureForms>();
            options.AddSchemaTransformer<LanguageForms>();
            options.AddSchemaTransformer<RerankForms>();
            options.AddDocumentTransformer<DocumentLayout>();
            options.AddDocumentTransformer<AccessDetails>();
        });
    }

    /// <summary>The house's JSON, and strict with what callers send: a field that is not known would otherwise be lost in silence.</summary>
    private static void ApplyJson(JsonSerializerOptions json)
    {
        PertoJson.Apply(json);
        json.MaxDepth = DeepestJson;
        json.NumberHandling = JsonNumberHandling.Strict;
        json.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        json.RespectNullableAnnotations = true;
        json.RespectRequiredConstructorParameters = true;
        json.TypeInfoResolver = (json.TypeInfoResolver ?? new DefaultJsonTypeInfoResolver()).WithAddedModifier(NullItems.Refuse);
    }
}
